/** What two runs have in common. */
import type { Workload } from '../../model/workload';
import type { Likeness } from './posterior';

export interface Alike {
  readonly workload: Workload;
  /** Relative to a project; null where nothing says. */
  readonly script: string | null;
}

/**
 * What makes another configuration of a script; epochs and steps only make it longer. What one of the two does not know counts as the
 * same, for a later version may read more out of the same script.
 */
const SETTINGS = [
  ...(['model', 'dataset', 'samples', 'features', 'batchSize', 'accumulation', 'imageSize', 'sequenceLength'] as const),
  ...(['precision', 'trains', 'checkpointing', 'parameters', 'workers', 'loader', 'replicas', 'share'] as const),
];

export function likenessOf(one: Alike, other: Alike): Likeness {
  if (!isSameModel(one.workload, other.workload)) return 'kind';
  if (!isSameScript(one.script, other.script) || one.workload.kind !== other.workload.kind) return 'model';
  return SETTINGS.every((name) => isSameSetting(valueOf(one.workload, name), valueOf(other.workload, name)))
    ? 'configuration'
    : 'model';
}

type Setting = string | number | boolean | null;

function isSameSetting(one: Setting, other: Setting): boolean {
  return one === null || other === null || one === other;
}

/** Two models without a name may be anything, unless they have the same weights. */
function isSameModel(one: Workload, other: Workload): boolean {
  const [name, named] = [valueOf(one, 'model'), valueOf(other, 'model')];
  const [size, sized] = [valueOf(one, 'parameters'), valueOf(other, 'parameters')];
  if (size !== null && sized !== null && size !== sized) return false;
  return name === null || named === null ? size !== null && size === sized : name === named;
}

/** A path may be seen from the project or from a folder in it. */
export function isSameScript(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  return long === short || long.endsWith(`/${short}`);
}

function valueOf(workload: Workload, name: (typeof SETTINGS)[number]): Setting {
  const value = workload[name]?.value ?? null;
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** More than these say nothing new, and the covariance grows with their square. */
const MOST_RUNS = 12;
const ORDER: readonly Likeness[] = ['configuration', 'model', 'kind'];

/** The most alike, and of them the first: runs come latest first, whatever the order of the files. */
export function nearest<T>(runs: readonly T[], likeness: (one: T) => Likeness): readonly T[] {
  const ranked = runs.map((one) => ({ one, rank: ORDER.indexOf(likeness(one)) }));
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_RUNS)
    .map(({ one }) => one);
}
