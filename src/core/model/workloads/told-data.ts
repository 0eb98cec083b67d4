/** What a program says of its data where the way from there to the run is hidden: in a call, in an option, in the environment of an agent. */
import { datasetNamed } from '../../../data/datasets';
import type { Call } from '../../syntax/ast';
import { asIs } from '../answers';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { calleeName } from '../traverse';
import type { Fact } from '../workload';
import { assumed, stringOf } from './fact';
import { folderName } from './folder-name';
import { publishedName } from './own-datasets';

/** `load_data("cora")`, `get_loaders(args.dataset)` with a name that is in the table of data sets; `datasets.voc.VOC("train")`. */
export function namedInCall(model: Model, call: Call, name: string): Fact<string> {
  if (IN_DATA.test(name)) return publishedName(lastPart(name));
  if (!/data|load/i.test(calleeName(call))) return null;
  for (const { value } of call.args) {
    const name = stringOf(model, value);
    if (name && name.value.length > 2 && datasetNamed(name.value)) return name;
  }
  return null;
}

/** A class of a module for data that was not read. */
const IN_DATA = /^(?!torch|sklearn|keras|tensorflow)(\w+\.)*\w*[dD]ata\w*\.(\w+\.)*[A-Z]\w*$/;

/** The default of the option that names the data, or else the environment that an agent is trained in. */
export const toldDataset = perModel((model: Model): Fact<string> => chosenByOption(model) ?? environment(model), asIs);

const OPTIONS = ['dataset', 'dataset_name', 'data_name'];

function chosenByOption(model: Model): Fact<string> {
  const names = OPTIONS.flatMap((one) => model.program.attributes(one)).flatMap((use): NonNullable<Fact<string>>[] => {
    const given = use.parent?.kind === 'call' && use.parent.func === use ? null : stringOf(model, use);
    const isOption = given?.certainty === 'default' && given.note?.startsWith('-') === true;
    const value = isOption ? (isOfHub(given.value) ? given.value : folderName(model, use)?.value) : undefined;
    return value !== undefined && !SAYS_HOW.test(value)
      ? [assumed(value, given?.note ?? '')].flatMap((one) => one ?? [])
      : [];
  });
  return onlyName(names);
}

const isOfHub = (name: string): boolean => /^(?!(data|datasets?|inputs?)\/)\w[\w-]*\/[\w.-]+$/.test(name);

/** How data are kept, rather than which. */
const SAYS_HOW =
  /^(custom|default|none|(image_?)?folder|synthetic|fake|dummy|random|local|hf|huggingface|lmdb|hdf5|coco_format|my\w*|auto)$/i;

function environment(model: Model): Fact<string> {
  const names = ['make', 'make_vec_env']
    .flatMap((one) => model.program.calls(one))
    .flatMap((call) => {
      const isMade = model.origins(call).some((one) => one.kind === 'result' && ENVIRONMENT.test(one.of));
      const name = isMade ? stringOf(model, call.args[0]?.value) : null;
      return name ? [{ ...name, span: null }] : [];
    });
  return onlyName(names);
}

const ENVIRONMENT = /^(gym|gymnasium)\.(vector\.)?make$|^stable_baselines3\..*\.make_vec_env$/;

function onlyName(names: readonly NonNullable<Fact<string>>[]): Fact<string> {
  const [first = null, ...others] = names;
  return others.every(({ value }) => value === first?.value) ? first : null;
}
