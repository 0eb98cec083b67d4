/** A measured run as plain data, whatever file it comes from. */
import type { Fact, Workload } from '../../model/workload';

/** What the configuration of a run says, as plain numbers and names; what is absent is unknown. */
export type RunFacts = Pick<Workload, 'kind' | 'framework' | 'stopsEarly'> & {
  readonly [Name in FactName]?: NonNullable<Workload[Name]> extends { readonly value: infer T } ? T : never;
};

/** The facts that decide how long a run takes and what it draws. */
export const FACTS = [
  'model',
  'dataset',
  'samples',
  'features',
  'classes',
  'epochs',
  'maxSteps',
  'batchSize',
  'accumulation',
  'imageSize',
  'sequenceLength',
  'candidates',
  'folds',
  'fits',
  'refits',
  'precision',
  'parameters',
  'share',
  'flopsPerSample',
  'encoded',
  'jobs',
  'workers',
  'loader',
  'replicas',
  'trains',
  'checkpointing',
] as const;
export type FactName = (typeof FACTS)[number];

/** `devices`: accelerators alone; `parts`: processors, memory and accelerators; `plug`: the whole machine. */
export type PowerScope = 'devices' | 'parts' | 'plug';

export interface MeasuredRun {
  /** As shown: "history", "CodeCarbon emissions.csv". */
  readonly from: string;
  /** When it ended, ISO 8601; null where nothing says. */
  readonly at: string | null;
  /** As a machine names its parts: "8x NVIDIA A100-SXM4-40GB"; null where nothing says. */
  readonly hardware: string | null;
  /** Of the run as a whole; null where it did not end, or other work is in the figure. */
  readonly seconds: number | null;
  /** Mean draw without the overhead of the site. */
  readonly watts: { readonly mean: number; readonly scope: PowerScope } | null;
  /** Relative to the project, `/` separated. */
  readonly script: string | null;
  /** Null where the file does not say what ran. */
  readonly facts: RunFacts | null;
  /** Samples that passed over the whole run, where they were counted. */
  readonly samplesSeen: number | null;
  readonly epochsSeen: number | null;
  /** Project, script or output folder by which a run without facts may be told; the first that fits counts. */
  readonly names: readonly string[];
  /** Standard deviation of ln(seconds) that lies in how it was measured. */
  readonly noise: number;
}

const BLANK = {
  from: '',
  at: null,
  hardware: null,
  seconds: null,
  watts: null,
  script: null,
  facts: null,
  samplesSeen: null,
  epochsSeen: null,
  names: [],
  noise: 0,
} as const satisfies MeasuredRun;

export function measuredRun(known: Partial<MeasuredRun> & Pick<MeasuredRun, 'from'>): MeasuredRun {
  return { ...BLANK, ...known };
}

/** Ten years, and the draw of the largest sites. */
const MOST_SECONDS = 3.2e8;
const MOST_WATTS = 1e9;

/** What no run takes or draws counts as not measured; null where nothing is left. */
export function plausible(run: MeasuredRun): MeasuredRun | null {
  const seconds = within(run.seconds, MOST_SECONDS) ? run.seconds : null;
  const watts = within(run.watts?.mean ?? null, MOST_WATTS) ? run.watts : null;
  if (seconds === null && watts === null) return null;
  return { ...run, seconds, watts };
}

function within(value: number | null, most: number): boolean {
  return value !== null && Number.isFinite(value) && value > 0 && value <= most;
}

/** Only what is known, so that a stored line says no more than it must. */
export function factsOf(workload: Workload): RunFacts {
  const facts = FACTS.flatMap((name) => {
    const fact = workload[name];
    return fact ? [[name, fact.value] as const] : [];
  });
  const { kind, framework, stopsEarly } = workload;
  const known: Partial<RunFacts> = Object.fromEntries(facts);
  return { kind, framework, stopsEarly, ...known };
}

/** The workload that the facts describe, for the estimator to look at; a run that went on a device says so by its hardware. */
export function workloadOf({ kind, framework, stopsEarly, ...facts }: RunFacts): Workload {
  const known = Object.entries(facts).map(([name, value]) => [name, fact(value)] as const);
  const all = Object.fromEntries([...FACTS.map((name) => [name, null] as const), ...known]) as Pick<Workload, FactName>;
  const place = { id: 0, span: { start: 0, end: 0 }, devices: null, device: 'unknown' } as const;
  return { ...all, ...place, kind, framework, stopsEarly };
}

function fact<T>(value: T): Fact<T> {
  return { value, certainty: 'known', span: null, note: null };
}
