/** Objects that hold settings for the code that builds a network: hyperparameters of Lightning, parsed command lines, data loaders. */
import type { Run } from './run';
import {
  asKind,
  instanceOf,
  UNKNOWN_THING,
  type Dict,
  type Frame,
  type Given,
  type Instance,
  type Key,
  type Thing,
} from './things';

/** Dictionaries whose items are attributes too. */
export const ATTRIBUTE_DICTS =
  /^(types\.SimpleNamespace|argparse\.Namespace|easydict\.EasyDict|addict\.(addict\.)?Dict|munch\.(Munch|DefaultMunch|munchify)|box\.Box|ml_collections\.(config_dict\.)?ConfigDict|omegaconf\.OmegaConf\.create|attrdict\.AttrDict)$/;

/** Undefined for what makes no object that holds settings. */
export function holderCall(name: string, { plain, named }: Given): Thing | undefined {
  if (name === 'argparse.ArgumentParser') return parser();
  if (!/^torch\.utils\.data\.(dataloader\.)?DataLoader$/.test(name)) return undefined;
  const loader = instanceOf(null);
  const dataset = plain[0] ?? named.get('dataset');
  if (dataset !== undefined) loader.attrs.set('dataset', dataset);
  return loader;
}

/** `self.save_hyperparameters()` keeps what the running constructor was given, or what it names, as `self.hparams`. */
export function saveHyperparameters(self: Thing, { plain, named }: Given, frame: Frame | undefined): null {
  const module = asKind(self, 'instance');
  if (!module) return null;
  const whole = plain.find((one) => typeof one === 'object' && one !== null);
  const kept = whole ?? constructorArguments(frame, module, named.get('ignore'));
  const before = asKind(module.attrs.get('hparams'), 'dict');
  const added = asKind(kept, 'dict');
  if (before && added) for (const [key, one] of added.entries) before.entries.set(key, one);
  else module.attrs.set('hparams', kept);
  return null;
}

function constructorArguments(frame: Frame | undefined, module: Instance, ignored: Thing | undefined): Dict {
  const hparams: Dict = { is: 'dict', entries: new Map(), exact: frame?.names !== undefined };
  const left = new Set<Thing>(asKind(ignored, 'list')?.items ?? [ignored ?? null]);
  for (const [name, thing] of frame?.names ?? []) {
    if (thing === module || left.has(name)) continue;
    hparams.entries.set(name, thing);
    const more = /^(kwargs|hparams)$/.test(name) ? asKind(thing, 'dict') : undefined;
    for (const [key, one] of more?.entries ?? []) hparams.entries.set(key, one);
    if (more?.exact === false) hparams.exact = false;
  }
  return hparams;
}

const PARSER = 'options of a parser';

function parser(): Instance {
  const made = instanceOf(null);
  made.config.set(PARSER, true);
  return made;
}

export const isParser = (thing: Instance): boolean => thing.config.has(PARSER);

/** What the methods of a parser do: its attributes are the options, with their defaults. */
export function callParser(run: Run, options: Instance, name: string, given: Given): Thing {
  switch (name) {
    case 'add_argument':
      declare(options, given);
      return null;
    case 'set_defaults':
      for (const [key, one] of given.named) options.attrs.set(key, one);
      return null;
    case 'add_argument_group':
    case 'add_mutually_exclusive_group':
      return options;
    case 'parse_args':
      run.overridable = true;
      return { is: 'dict', entries: new Map<Key, Thing>(options.attrs), exact: false };
    default:
      return UNKNOWN_THING;
  }
}

function declare(options: Instance, { plain, named }: Given): void {
  const flags = plain.filter((one) => typeof one === 'string');
  const long = flags.find((one) => one.startsWith('--')) ?? flags[0];
  const written = named.get('dest') ?? long?.replace(/^-+/, '').replaceAll('-', '_');
  if (typeof written !== 'string') return;
  const action = named.get('action');
  const isSwitch = action === 'store_true' || action === 'store_false';
  const fallback = named.get('default') ?? (isSwitch ? action === 'store_false' : UNKNOWN_THING);
  // What `set_defaults` said before stays where the option has no default of its own.
  if (named.has('default') || !options.attrs.has(written)) options.attrs.set(written, fallback);
}
