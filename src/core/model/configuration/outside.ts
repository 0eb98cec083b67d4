/** Values that files beside the code give to options and to Hydra configurations. */
import type { Attribute, Expr } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import type { DocumentFacts } from '../model';
import type { Resolver } from '../resolver';
import { UNKNOWN, type Value } from '../values';
import { settingPath } from './node-defaults';
import type { ConfigurationFacts, Setting } from './facts';

export interface OutsideValues {
  /** What every line that launches the program passes for an option; undefined when they differ or leave it out. */
  option(name: string): Value | undefined;
  /** `cfg.trainer.max_epochs` where `cfg` is what `@hydra.main` hands over; undefined for anything else. */
  attribute(node: Attribute, resolver: Resolver): Value | undefined;
}

export const NOTHING_OUTSIDE: OutsideValues = { option: () => undefined, attribute: () => undefined };

export function outsideValues({ surroundings }: DocumentFacts, facts: () => ConfigurationFacts): OutsideValues {
  if (surroundings.length === 0) return NOTHING_OUTSIDE;
  // The facts ask for values themselves; what they ask for meanwhile comes from the code alone.
  let isOpen = false;
  const ask = <T>(question: (known: ConfigurationFacts) => T): T | undefined => {
    if (isOpen) return undefined;
    isOpen = true;
    const known = facts();
    isOpen = false;
    return question(known);
  };
  return {
    option: (name) => ask((known) => launchedValue(known, name)),
    attribute: (node, resolver) => {
      const path = hydraPath(node, resolver);
      if (path !== undefined) return ask((known) => valueOf(known.hydra(path), path));
      const loaded = loadedSetting(node, resolver);
      return loaded && ask((known) => settingIn(known, loaded.files, loaded.path));
    },
  };
}

function launchedValue(known: ConfigurationFacts, name: string): Value | undefined {
  const given = known.option(name);
  const [first] = given;
  if (!first || given.length < known.launches.length || given.some(({ value }) => value !== first.value))
    return undefined;
  return valueOf(first, `--${name}`);
}

function valueOf(setting: Setting | undefined, name: string): Value {
  if (!setting) return UNKNOWN;
  const { value, via } = setting;
  const alternative: Value['alternatives'][number] | undefined =
    typeof value === 'number'
      ? { type: 'number', value }
      : typeof value === 'string'
        ? { type: 'string', value }
        : typeof value === 'boolean'
          ? { type: 'boolean', value }
          : { type: 'none' };
  return { certainty: 'default', alternatives: [alternative], source: null, via: `${name} in ${via}` };
}

const LOADS = /^omegaconf\.(omegaconf\.)?OmegaConf\.(load|merge)$/;

/** `cfg.train.epochs` where `cfg` is what `OmegaConf.load("config.yaml")` returns, or a merge of such. */
function loadedSetting(node: Attribute, resolver: Resolver): { files: readonly string[]; path: string } | undefined {
  const setting = settingPath(node);
  const files = setting ? filesOf(setting.root, resolver, 0) : [];
  return setting && files.length > 0 ? { files, path: setting.names.join('.') } : undefined;
}

function filesOf(root: Expr, resolver: Resolver, depth: number): readonly string[] {
  if (depth > 2) return [];
  return resolver.origins(root).flatMap((origin) => {
    if (origin.kind !== 'result' || !LOADS.test(origin.of)) return [];
    if (origin.of.endsWith('.merge'))
      return origin.call.args.flatMap(({ value }) => filesOf(value, resolver, depth + 1));
    const file = origin.call.args[0]?.value;
    return file?.kind === 'constant' && typeof file.value === 'string' ? [file.value] : [];
  });
}

/** What is merged last wins. */
function settingIn(known: ConfigurationFacts, files: readonly string[], path: string): Value | undefined {
  for (const name of [...files].reverse()) {
    const plain = name.replace(/^(\.{1,2}\/)+/, '');
    const file = known.files.find((one) => one.path === plain || one.path.endsWith(`/${plain}`));
    const value = file?.get(path);
    if (file && value !== undefined && !(typeof value === 'string' && value.includes('${')))
      return valueOf({ value, via: file.path }, path);
  }
  return undefined;
}

function hydraPath(node: Attribute, resolver: Resolver): string | undefined {
  const names: string[] = [];
  let at: Expr = node;
  while (at.kind === 'attribute') {
    names.unshift(at.attr);
    at = at.value;
  }
  if (
    at.kind !== 'name' ||
    !resolver.origins(at).some((origin) => origin.kind === 'parameter' && isMain(origin.param, resolver))
  )
    return undefined;
  return names.join('.');
}

function isMain(param: Parameters<typeof enclosing>[0], resolver: Resolver): boolean {
  const owner = enclosing(param, 'function');
  if (!owner || owner.params[0] !== param) return false;
  return owner.decorators.some(
    (one) =>
      one.kind === 'call' &&
      resolver.origins(one.func).some((origin) => origin.kind === 'external' && origin.name === 'hydra.main'),
  );
}
