/**
 * What measured deviations say of the next run: a normal prior of the logarithm, corrected by runs that share more or less with
 * it. Runs are leaves of a tree (all of a kind, one model, one configuration), each level adding a variance of its own; the
 * prediction is the conditional mean, so it lies between the prior and the data whatever the runs.
 */

/** What two runs share; each level includes the ones before. */
export type Likeness = 'kind' | 'model' | 'configuration';

/** Standard deviations of ln: what all runs of a kind share, what a model adds, what its configuration, and one run of it. */
export interface Spreads {
  readonly kind: number;
  readonly model: number;
  readonly configuration: number;
  readonly run: number;
}

/** Those of a prior of which each run has its own. */
export type Apart = Omit<Spreads, 'kind'>;

export interface Deviation {
  /** ln(measured / expected). */
  readonly ln: number;
  /** Standard deviation of what went into the figure besides the run. */
  readonly noise: number;
  /** To the run that is asked for. */
  readonly likeness: Likeness;
}

/** Of two runs, by their places. */
export type Between = (one: number, other: number) => Likeness;

export interface Posterior {
  /** To be added to the logarithm of the prior's median. */
  readonly mean: number;
  readonly variance: number;
}

/** The kind makes up what is left of the prior; a prior narrower than runs lie apart is believed, and they tell less. */
export function spreadsWithin(prior: number, { model, configuration, run }: Apart): Spreads {
  const apart = Math.hypot(model, configuration, run);
  const scale = Math.min(1, (0.8 * prior) / apart);
  return {
    kind: Math.sqrt(Math.max(prior ** 2 - (scale * apart) ** 2, 0)),
    model: scale * model,
    configuration: scale * configuration,
    run: scale * run,
  };
}

/**
 * Where runs deviate from each other by more than the
 * spreads allow, the spreads grow: their prior counts as one run. They never shrink, so few runs that happen to agree do not
 * make the range narrower than runs of their kind are apart.
 */
export function posterior(runs: readonly Deviation[], likeness: Between, spreads: Spreads): Posterior {
  const levels = runs.map((_, i) => runs.map((__, j) => likeness(i, j)));
  const between: Between = (i, j) => levels[i]?.[j] ?? 'kind';
  const prior = spreads.kind ** 2 + within(spreads);
  if (runs.length === 0) return { mean: 0, variance: prior };
  const scale = excess(runs, between, spreads);
  const shared = (level: Likeness): number => spreads.kind ** 2 + scale * common(level, spreads);
  const covariance = runs.map((one, i) =>
    runs.map((_, j) => (i === j ? spreads.kind ** 2 + scale * own(one, spreads) : shared(between(i, j)))),
  );
  const toTarget = runs.map(({ likeness }) => shared(likeness));
  const weights = solve(covariance, toTarget);
  const sum = (values: readonly number[]): number =>
    weights.reduce((all, weight, i) => all + weight * (values[i] ?? 0), 0);
  const target = spreads.kind ** 2 + scale * within(spreads);
  return { mean: sum(runs.map(({ ln }) => ln)), variance: Math.max(target - sum(toTarget), 0) };
}

/** Variance that the level adds to what all of a kind share. */
function common(level: Likeness, { model, configuration }: Spreads): number {
  if (level === 'kind') return 0;
  return level === 'model' ? model ** 2 : model ** 2 + configuration ** 2;
}

function within({ model, configuration, run }: Spreads): number {
  return model ** 2 + configuration ** 2 + run ** 2;
}

function own({ noise }: Deviation, spreads: Spreads): number {
  return within(spreads) + noise ** 2;
}

/** By how much runs deviate from their mean beyond what the spreads allow, as a ratio of variances, at least 1. */
function excess(runs: readonly Deviation[], between: Between, spreads: Spreads): number {
  if (runs.length < 2) return 1;
  const covariance = runs.map((one, i) =>
    runs.map((_, j) => (i === j ? own(one, spreads) : common(between(i, j), spreads))),
  );
  const ones = runs.map(() => 1);
  const values = runs.map(({ ln }) => ln);
  const [byOnes, byValues] = [solve(covariance, ones), solve(covariance, values)];
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, one, i) => sum + one * (b[i] ?? 0), 0);
  const total = dot(ones, byOnes);
  const deviation = dot(values, byValues) - dot(ones, byValues) ** 2 / total;
  return Math.max(1, (1 + deviation) / runs.length);
}

/** Gaussian elimination; a covariance has its largest entries on the diagonal, so no rows are exchanged. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    for (let i = pivot + 1; i < size; i += 1) {
      const factor = at(i, pivot) / at(pivot, pivot);
      rows[i] = (rows[i] ?? []).map((value, j) => value - factor * at(pivot, j));
    }
  }
  const found: number[] = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i -= 1) {
    let rest = at(i, size);
    for (let j = i + 1; j < size; j += 1) rest -= at(i, j) * (found[j] ?? 0);
    found[i] = rest / at(i, i);
  }
  return found;
}
