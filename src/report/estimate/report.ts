/** What an estimate of one file says, as plain data in 1-based positions. */
import type { Comparison } from '../../core/estimate/compare';
import type { Estimate } from '../../core/estimate/types';
import type { Total } from '../../core/estimate/total';
import type { Workload } from '../../core/model/workload';
import type { ReportPlace } from '../report';

export interface ReportWorkload extends ReportPlace {
  readonly workload: Workload;
  readonly estimate: Estimate | null;
  /** Why there is none; null when there is one. */
  readonly missing: string | null;
  /** On other hardware and grids; absent where it was not asked for, null where there is nothing to compare. */
  readonly comparison?: Comparison | null;
}

/** A model that the file defines, with what can be counted from its layers. */
export interface ReportModel extends ReportPlace {
  readonly name: string;
  readonly framework: string;
  readonly parameters: number | null;
  readonly flopsPerSample: number | null;
}

export interface EstimateReport {
  readonly path: string;
  readonly workloads: readonly ReportWorkload[];
  readonly models: readonly ReportModel[];
  /** Null when no workload could be estimated. */
  readonly total: Total | null;
}
