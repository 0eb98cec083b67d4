/** The data loaders that a function makes and hands back, as plain facts for the files that call it. */
import type { Expr, FunctionDef } from '../../syntax/ast';
import { type DatasetFacts, datasetOf, workFor } from '../loaders/dataset-facts';
import { loaderCalls, type LoaderCall } from '../loaders/find-loaders';
import { isOnDevice, speaksOfMemory } from '../loaders/hazards';
import { openHandle } from '../loaders/open-handles';
import { makersOf } from '../loaders/makers';
import { workersIn, workersOf } from '../loaders/workers';
import { parameterOf } from '../parameters';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { returnedBy } from '../returns';
import { readSwitch } from '../setting';
import type { ImportedLoader } from './imported';

/** Empty for a function that hands back no loader, or one that shall let its workers go. */
export const returnedLoaders = perModelAnd((model, definition: FunctionDef): readonly ImportedLoader[] => {
  const known = loaderCalls(model).filter(({ certainty }) => certainty === 'is');
  if (known.length === 0) return [];
  const calls = new Set(known.map(({ call }) => call));
  return returnedBy(definition).flatMap((value) =>
    partsOf(value).flatMap(({ part, place }) => {
      const made = new Set(makersOf(model, part, calls));
      return known.flatMap((loader) =>
        made.has(loader.call) ? (describe(model, definition, loader, place) ?? []) : [],
      );
    }),
  );
});

interface Part {
  readonly part: Expr;
  readonly place: ImportedLoader['place'];
}

function partsOf(value: Expr): readonly Part[] {
  if (value.kind !== 'tuple') return [{ part: value, place: null }];
  return value.items.map((part, index) => ({ part, place: { index, of: value.items.length } }));
}

function describe(
  model: Model,
  definition: FunctionDef,
  loader: LoaderCall,
  place: ImportedLoader['place'],
): ImportedLoader | undefined {
  const dataset = datasetOf(model, loader.dataset);
  if (isOnDevice(model, loader, dataset) || speaksOfMemory(model, loader)) return undefined;
  return {
    place,
    ...workers(model, definition, loader),
    ...persistence(model, definition, loader),
    // What a data set keeps open is for its own file to mend, before it can have workers.
    work: isClosed(model, dataset) ? (workFor(model, loader, dataset) ?? null) : null,
  };
}

const isClosed = (model: Model, { stream, definitions }: DatasetFacts): boolean =>
  stream !== 'yes' && openHandle(model, definitions) === undefined;

function workers(
  model: Model,
  definition: FunctionDef,
  { given }: LoaderCall,
): Pick<ImportedLoader, 'workers' | 'workersFrom'> {
  const parameter = parameterIn(definition, given.get('num_workers')?.value);
  if (parameter) {
    const byDefault = parameter.default ? workersIn(model, parameter.default) : undefined;
    return { workers: byDefault?.count ?? 'unknown', workersFrom: parameter.name };
  }
  const { count, overridable } = workersOf(model, given);
  return { workers: overridable ? 'unknown' : count, workersFrom: null };
}

function persistence(
  model: Model,
  definition: FunctionDef,
  { given }: LoaderCall,
): Pick<ImportedLoader, 'persistent' | 'persistentFrom'> {
  const bound = given.get('persistent_workers');
  const parameter = parameterIn(definition, bound?.value);
  const value = parameter ? parameter.default : bound?.value;
  const isOff = value ? isFalse(value) : parameter === undefined && given.complete;
  const isOn = readSwitch(model, given, 'persistent_workers') === 'on';
  return {
    persistent: isOff ? 'off' : isOn && !parameter ? 'on' : 'unknown',
    persistentFrom: parameter?.name ?? null,
  };
}

const isFalse = (value: Expr): boolean => value.kind === 'constant' && value.value === false;

/** The parameter of the function that an expression stands for, where nothing else can have given the name its value. */
function parameterIn(definition: FunctionDef, value: Expr | undefined): FunctionDef['params'][number] | undefined {
  const found = parameterOf(value);
  return found?.owner === definition ? found.param : undefined;
}
