/** Adds what each workload costs and what each finding's fix would save. */
import type { Analysis, PricedFinding } from '../engine-types';
import { estimateSaving, estimateWorkload } from '../estimate/estimate';
import type { EstimateContext, WorkloadEstimate } from '../estimate/types';
import type { Workload } from '../model/workload';
import type { Finding } from '../rules/rule';

export function price(
  findings: readonly Finding[],
  workloads: readonly Workload[],
  context: EstimateContext,
): Pick<Analysis, 'findings' | 'workloads' | 'estimates'> {
  const estimates = workloads.map((workload) => estimateWorkload(workload, context));
  const positions = new Map(workloads.map((workload, index) => [workload.id, index]));
  const entryOf = (id: number | null): Entry | undefined => {
    const index = id === null ? undefined : positions.get(id);
    const [workload, cost] = index === undefined ? [] : [workloads[index], estimates[index]];
    return workload && cost && { workload, cost };
  };
  return { findings: findings.map((finding) => priced(finding, entryOf(finding.workload))), workloads, estimates };
}

interface Entry {
  readonly workload: Workload;
  readonly cost: WorkloadEstimate;
}

function priced(finding: Finding, entry: Entry | undefined): PricedFinding {
  const estimate = entry?.cost.estimate;
  if (!estimate || !finding.saving) return { ...finding, savingEstimate: null };
  return { ...finding, savingEstimate: estimateSaving(finding.saving, estimate, entry.workload) };
}
