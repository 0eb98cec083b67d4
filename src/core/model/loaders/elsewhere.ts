/** Data loaders that a function of another file makes for this program, by the call that makes them. */
import type { Call, Expr, Name } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { ImportedFunction, ImportedLoader } from '../imports/imported';
import { anyModule, importedCalls } from '../imports/training';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { readSwitch } from '../setting';
import type { Loader } from './find-loaders';
import type { Maker } from './makers';
import { readingsOf } from './readings';
import { workersOf, type Workers } from './workers';

export interface Elsewhere {
  readonly through: ImportedFunction;
  readonly workers: Workers;
  /** The parameter of the function that sets it; null where its file has to be changed. */
  readonly workersFrom: string | null;
  readonly persistent: ImportedLoader['persistent'];
  readonly persistentFrom: string | null;
  readonly work: string | null;
}

/** `call` is the call of the function, so loaders that one call makes share it. */
export interface LoaderElsewhere extends Loader {
  readonly elsewhere: Elsewhere;
}

/** In source order; those of which nothing certain is known are left out. */
export const loadersElsewhere = perModel((model): readonly LoaderElsewhere[] => {
  if (!anyModule(model, /loader/i)) return [];
  const found = importedCalls(model).flatMap(({ call, thing }) =>
    thing.kind === 'function' && thing.loaders.length > 0 && !model.isIgnored(call) ? madeBy(model, call, thing) : [],
  );
  if (found.length === 0) return [];
  const readings = readingsOf(
    model,
    found.map(({ maker }) => maker),
  );
  return found.map(({ maker, loader }) => ({ ...loader, readings: readings.get(maker) ?? [] }));
});

/** Only its own file says which of the classes it is; all of them take what is asked of here. */
const MADE = 'torch.utils.data.DataLoader';

interface Made {
  readonly maker: Maker;
  readonly loader: LoaderElsewhere;
}

function madeBy(model: Model, call: Call, through: ImportedFunction): readonly Made[] {
  const given = model.arguments(call, through.parameters);
  return makersIn(call).flatMap(({ maker, place }) => {
    const candidates = through.loaders.filter((one) => isAt(one.place, place));
    const elsewhere = candidates.length > 0 ? together(model, given, candidates, through) : undefined;
    const known = { call, certainty: 'is', name: MADE, given, dataset: null, collate: null, readings: [] } as const;
    return elsewhere ? [{ maker, loader: { ...known, elsewhere } }] : [];
  });
}

type Place = ImportedLoader['place'];

/** The names that an assignment unpacks the result into, else the call itself. */
function makersIn(call: Call): readonly { readonly maker: Maker; readonly place: Place }[] {
  const target = call.parent?.kind === 'assign' && call.parent.value === call ? call.parent.targets[0] : undefined;
  if (target?.kind !== 'tuple' && target?.kind !== 'list') return [{ maker: call, place: null }];
  const { items } = target;
  if (items.some((one: Expr) => one.kind === 'starred')) return [];
  const isName = (one: Expr): one is Name => one.kind === 'name';
  return items.flatMap((maker, index) => (isName(maker) ? [{ maker, place: { index, of: items.length } }] : []));
}

/** A call that is not unpacked stands for all that it hands back. */
function isAt(made: Place, wanted: Place): boolean {
  if (wanted === null) return true;
  return made?.index === wanted.index && made.of === wanted.of;
}

/** What holds whichever of the loaders it is; undefined where nothing does. */
function together(
  model: Model,
  given: Arguments,
  all: readonly ImportedLoader[],
  through: ImportedFunction,
): Elsewhere | undefined {
  const [first] = all;
  const workers = all.map((one) => workersFor(model, given, one));
  const counts = new Set(workers.map(({ count }) => count));
  const [shared] = workers;
  if (!first || !shared || counts.has('unknown')) return undefined;
  const persistent = new Set(all.map((one) => persistenceFor(model, given, one)));
  const same = <K extends 'workersFrom' | 'persistentFrom'>(key: K): string | null =>
    all.every((one) => one[key] === first[key]) ? first[key] : null;
  return {
    through,
    workers: counts.size === 1 ? shared : { ...shared, count: 'mixed' },
    workersFrom: same('workersFrom'),
    persistent: persistent.size === 1 ? persistenceFor(model, given, first) : 'unknown',
    persistentFrom: same('persistentFrom'),
    work: all.every(({ work }) => work !== null) ? first.work : null,
  };
}

function workersFor(model: Model, given: Arguments, { workers, workersFrom }: ImportedLoader): Workers {
  if (workersFrom !== null && given.has(workersFrom)) return workersOf(model, given, workersFrom);
  const isKnown = workersFrom === null || given.complete;
  return { count: isKnown ? workers : 'unknown', via: null, overridable: false, expression: null };
}

function persistenceFor(
  model: Model,
  given: Arguments,
  { persistent, persistentFrom }: ImportedLoader,
): ImportedLoader['persistent'] {
  if (persistentFrom === null) return persistent;
  if (!given.has(persistentFrom)) return given.complete ? persistent : 'unknown';
  return readSwitch(model, given, persistentFrom) === 'off' ? 'off' : 'unknown';
}
