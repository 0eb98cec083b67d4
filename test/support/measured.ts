/** Measured runs and histories for tests. */
import { createHistory } from '../../src/core/estimate/calibration/history';
import { factsOf, measuredRun, type MeasuredRun } from '../../src/core/estimate/calibration/measured';
import { buildContext } from '../../src/core/estimate/context';
import { estimateWorkload } from '../../src/core/estimate/estimate';
import { estimator } from '../../src/core/estimate/estimator';
import type { Estimate, EstimateContext, MeasuredDocument } from '../../src/core/estimate/types';
import type { Workload } from '../../src/core/model/workload';

export function contextWith(hardware: string): EstimateContext {
  return buildContext({ hardware, region: 'FRA', pue: 1, hours: null, machine: null }).context;
}

/** A run of `workload` that took `times` what the estimate says without measured runs. */
export function ranFor(
  workload: Workload,
  hardware: string,
  times: number,
  known: Partial<MeasuredRun> = {},
): MeasuredRun {
  const { time } = estimated(workload, contextWith(hardware));
  const seconds = time.typical * 3600 * times;
  return measuredRun({ from: 'history', at: '2026-08-01', hardware, seconds, facts: factsOf(workload), ...known });
}

export function estimated(workload: Workload, context: EstimateContext): Estimate {
  const { estimate, missing } = estimateWorkload(workload, context);
  if (estimate === null) throw new Error(`no estimate: ${missing}`);
  return estimate;
}

/** The estimate with measured runs counted in. */
export function estimatedAfter(
  runs: readonly MeasuredRun[],
  workload: Workload,
  hardware: string,
  document: Partial<MeasuredDocument> = {},
): Estimate {
  const place = { path: 'train.py', text: '', workloads: [workload], ...document };
  const calibration = createHistory(runs, estimator).for(place);
  return estimated(workload, { ...contextWith(hardware), ...(calibration && { calibration }) });
}

/** High over low. */
export function widthOf({ low, high }: { readonly low: number; readonly high: number }): number {
  return high / low;
}
