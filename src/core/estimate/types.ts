/** What an estimate is: ranges of time, energy and emissions, and every input with where it came from. */
import type { Workload } from '../model/workload';
import type { Span } from '../text/span';
import type { Draw } from './draw';
import type { PriorRun } from './prior';
import type { Factor } from './spread';
import type {
  GramsCO2e,
  GramsPerKilowattHour,
  Hours,
  KilowattHours,
  Pue,
  Range,
  Seconds,
  Watts,
} from '../units/quantity';

/** `observed`: the stored output of a notebook says so, of the run that made it. */
export type InputOrigin =
  'code' | 'code default' | 'observed' | 'setting' | 'machine' | 'bundled data' | 'prior' | 'measured' | 'calibrated';

/** One assumption. `widens` is its share of the variance of ln(energy), 0..1. */
export interface Input {
  readonly name: string;
  readonly value: string;
  readonly origin: InputOrigin;
  /** Citation or year, where there is one. */
  readonly source: string | null;
  readonly widens: number;
}

export interface Estimate {
  readonly time: Range<Hours>;
  readonly energy: Range<KilowattHours>;
  readonly emissions: Range<GramsCO2e>;
  readonly confidence: 'measured' | 'calibrated' | 'prior';
  /** Widest first. */
  readonly inputs: readonly Input[];
  readonly basis: Basis;
  /** Present where it was asked for. Never part of `emissions`. */
  readonly embodied?: Embodied;
}

/** One factor of the time in seconds, at its typical value. */
export interface Step {
  readonly name: string;
  readonly value: string;
  readonly times: number;
}

/** Fits of a search or cross-validation: each takes `share` of the time of a fit on all rows, as a refit does. */
export interface Repeats {
  readonly fits: number;
  readonly share: number;
  readonly refits: number;
}

/**
 * The figures whose product the typical values are, for who checks by hand and for exports:
 * energy = time x `watts` x `pue`, emissions = energy x `intensity`.
 */
export interface Basis {
  /** In the order of the calculation; the product is the time in seconds. */
  readonly steps: readonly Step[];
  readonly repeats: Repeats | null;
  /** A fit on all rows; the whole run where nothing is repeated. */
  readonly oneFit: Seconds;
  readonly hardware: HardwareSpec;
  /** Devices with their host, without the overhead of the site. */
  readonly watts: Watts;
  readonly deviceWatts: Watts;
  readonly pue: Pue;
  readonly intensity: Intensity;
}

/** What making the devices emitted, as far as it falls to this run; `missing` says why it is not quantified. */
export type Embodied =
  | {
      readonly emissions: Range<GramsCO2e>;
      readonly calculation: string;
      readonly source: string;
      readonly missing: null;
    }
  | { readonly emissions: null; readonly missing: string };

export interface WorkloadEstimate {
  readonly workload: number;
  readonly span: Span;
  readonly estimate: Estimate | null;
  /** Why there is none, for example "data set size unknown"; null when there is one. */
  readonly missing: string | null;
}

/** What a finding's fix would save on its workload; null energy when the saving or the workload is not quantified. */
export interface SavingEstimate {
  readonly energy: Range<KilowattHours>;
  readonly emissions: Range<GramsCO2e>;
}

/** Grid carbon intensity with its provenance. */
export interface Intensity {
  readonly value: GramsPerKilowattHour;
  readonly low: GramsPerKilowattHour;
  readonly high: GramsPerKilowattHour;
  /** Zone name as shown, for example "France" or "world average (no region chosen)". */
  readonly zone: string;
  readonly year: number;
  readonly source: string;
  /** What was chosen (`aws:eu-west-3`) and the grid zone it draws from (`FRA`); absent for the world average. */
  readonly region?: { readonly code: string; readonly zone: string };
}

export interface HardwareSpec {
  /** As shown: "4 x V100-SXM2-32GB". */
  readonly name: string;
  readonly kind: 'gpu' | 'cpu' | 'tpu' | 'apple';
  readonly count: number;
  /** Board power limit per device in watts; for CPUs the sustained all-core power. */
  readonly watts: number;
  /** Dense peaks in TFLOP/s; null where the part has no such path. */
  readonly tflops: { readonly fp32: number | null; readonly tf32: number | null; readonly half: number | null };
  readonly generation: string;
  /** Physical cores of a CPU; absent for accelerators. */
  readonly cores?: number;
  /** Mean watts of all devices with their host, where the user knows them; then no power prior is used. */
  readonly draw?: number;
  readonly origin: 'setting' | 'machine' | 'prior';
  readonly source: string;
  /** One accelerator as the table names it, whatever the count and memory: `A100-SXM4`. */
  readonly part?: string;
}

/** Measured runs, as they may count for the runs of a document. */
export interface History {
  /** The same for the same runs, so that what was estimated with them can be kept. */
  readonly key: string;
  /** Null where none of them can count. */
  for(document: MeasuredDocument): Calibration | null;
}

/** What a measured run may be matched to. */
export interface MeasuredDocument {
  /** Relative to the project. */
  readonly path: string;
  /** The source, where literals name projects and output folders. */
  readonly text: string;
  readonly workloads: readonly Workload[];
}

export interface Calibration {
  readonly key: string;
  /** What measured runs say of a run of which `prior` is what the estimator says; null where none is alike. */
  correct(workload: Workload, hardware: HardwareSpec, prior: PriorRun): Correction | null;
}

/** The factors of the time, and the draw, with measured runs counted in; null what none of them tells. */
export interface Correction {
  readonly time: readonly Factor[] | null;
  readonly draw: Draw | null;
}

/** Everything besides the code that an estimate needs. */
export interface EstimateContext {
  readonly hardware: HardwareSpec | null;
  readonly intensity: Intensity;
  readonly pue: {
    readonly value: Pue;
    readonly low: Pue;
    readonly high: Pue;
    readonly origin: InputOrigin;
    readonly source: string;
  };
  /** Typed by the user; overrides the time. */
  readonly hours: Hours | null;
  /** Whether each estimate says what making the devices emitted. */
  readonly embodied?: boolean;
  /** Measured runs that may correct estimates; absent where there are none. */
  readonly history?: History;
  /** The runs of `history` as they count for one document; the engine sets it. */
  readonly calibration?: Calibration;
}
