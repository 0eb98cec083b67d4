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
  return { findings: findings.map((finding) => priced(finding, workloads, estimates)), workloads, estimates };
}

function priced(
  finding: Finding,
  workloads: readonly Workload[],
  estimates: readonly WorkloadEstimate[],
): PricedFinding {
  const index = workloads.findIndex((workload) => workload.id === finding.workload);
  const workload = workloads[index];
  const estimate = estimates[index]?.estimate;
  if (!workload || !estimate || !finding.saving) return { ...finding, savingEstimate: null };
  return { ...finding, savingEstimate: estimateSaving(finding.saving, estimate, workload) };
}
