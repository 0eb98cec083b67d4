/** What a W&B sweep asks for, whether it is written as a Python dictionary or as YAML, and what is wasteful about it. */

export interface SweepParameter {
  /** How many values a grid tries; null for a distribution, which no grid can list. */
  readonly values: number | null;
  /** The least number among its values, for `epochs`; null when there is none. */
  readonly least: number | null;
}

export interface SweepFacts {
  /** `grid`, `random` or `bayes`; null when it is something else or unread. */
  readonly method: 'grid' | 'random' | 'bayes' | null;
  readonly parameters: ReadonlyMap<string, SweepParameter>;
  /** False when there may be more parameters than were read. */
  readonly complete: boolean;
  /** `metric.name`. */
  readonly metric: string | null;
  readonly earlyTerminate: boolean;
  readonly runCap: boolean;
}

/** What is known of the agents and of the program that a sweep runs. */
export interface SweepRun {
  /** `counted`: an agent ends after so many runs; `endless`: none does; `unknown`: agents are started elsewhere. */
  readonly agents:
    { readonly kind: 'counted'; readonly count: number | null } | { readonly kind: 'endless' | 'unknown' };
  /** Epochs after each of which the metric is logged; null when it is not, or is not known to be. */
  readonly loggedEpochs: number | null;
}

export interface SweepWaste {
  /** Runs of a grid that is tried in full. */
  readonly grid: number | null;
  readonly endless: boolean;
  /** Epochs that poor runs could be spared, logged one by one. */
  readonly unpruned: number | null;
}

/** Names that repeat a run rather than change it. */
const REPEATS = /(^|[_.])(seed|random_state|fold|repeat|run_id|trial)s?$/i;

/** Undefined where nothing is wasteful. */
export function wasteOf(
  sweep: SweepFacts,
  run: SweepRun,
  limits: { readonly grid: number; readonly epochs: number },
): SweepWaste | undefined {
  if (sweep.method === null) return undefined;
  const grid = gridRuns(sweep);
  const cap = sweep.runCap || run.agents.kind === 'counted';
  const waste = {
    grid: !cap && grid !== null && grid > limits.grid ? grid : null,
    endless: sweep.method !== 'grid' && !sweep.runCap && run.agents.kind === 'endless',
    unpruned: unprunedEpochs(sweep, run, limits.epochs),
  };
  return waste.grid !== null || waste.endless || waste.unpruned !== null ? waste : undefined;
}

/** Null for another method, a parameter that cannot be listed, and repetitions of one setting. */
function gridRuns({ method, parameters, complete }: SweepFacts): number | null {
  if (method !== 'grid' || !complete) return null;
  let [runs, settings] = [1, 1];
  for (const [name, { values }] of parameters) {
    if (values === null) return null;
    runs *= values;
    if (!REPEATS.test(name)) settings *= values;
  }
  return settings > 1 ? runs : null;
}

function unprunedEpochs(sweep: SweepFacts, { loggedEpochs }: SweepRun, least: number): number | null {
  if (sweep.earlyTerminate || loggedEpochs === null || loggedEpochs < least || isRepetition(sweep)) return null;
  return loggedEpochs;
}

/** A sweep over seeds wants every run to finish. */
function isRepetition({ parameters, complete }: SweepFacts): boolean {
  const varied = [...parameters].filter(([, { values }]) => values !== 1).map(([name]) => name);
  return complete && varied.length > 0 && varied.every((name) => REPEATS.test(name));
}
