/** Adds what each workload costs and what each finding's fix would save. */
import type { Analysis, PricedFinding } from '../engine-types';
import { estimateSaving, estimateWorkload } from '../estimate/estimate';
import type { Estimate, EstimateContext, MeasuredDocument, SavingEstimate, WorkloadEstimate } from '../estimate/types';
import type { Workload } from '../model/workload';
import { originOf } from '../model/workloads/move';
import type { Finding, Saving } from '../rules/rule';

type Cost = Pick<WorkloadEstimate, 'estimate' | 'missing'>;

/** Prices that were worked out before, by what they were worked out from, for one context. */
export class Prices {
  #context: EstimateContext | undefined;
  #costs = new Map<string, Cost>();
  #known = new WeakMap<Workload, Cost>();
  #savings = new WeakMap<Estimate, Map<string, SavingEstimate | null>>();

  /** Prices hold for one context. */
  start(context: EstimateContext): void {
    if (this.#context === context || JSON.stringify(this.#context) === JSON.stringify(context)) return;
    this.#context = context;
    this.#costs = new Map();
    this.#known = new WeakMap();
    this.#savings = new WeakMap();
  }

  cost(workload: Workload, context: EstimateContext): WorkloadEstimate {
    const origin = originOf(workload);
    let cost = this.#known.get(origin);
    if (!cost) this.#known.set(origin, (cost = this.#cost(origin, context)));
    return { workload: workload.id, span: workload.span, estimate: cost.estimate, missing: cost.missing };
  }

  #cost(workload: Workload, context: EstimateContext): Cost {
    const key = keyOf(workload);
    let cost = this.#costs.get(key);
    if (cost) return cost;
    if (this.#costs.size >= MAX_PRICES) this.#costs.clear();
    this.#costs.set(key, (cost = estimateWorkload(workload, context)));
    return cost;
  }

  saving(saving: Saving, estimate: Estimate, workload: Workload): SavingEstimate | null {
    let known = this.#savings.get(estimate);
    if (!known) this.#savings.set(estimate, (known = new Map<string, SavingEstimate | null>()));
    const key = JSON.stringify(saving);
    let result = known.get(key);
    if (result === undefined) known.set(key, (result = estimateSaving(saving, estimate, workload)));
    return result;
  }
}

/** More than one text has workloads; what a person typed on the way is forgotten. */
const MAX_PRICES = 500;

/** All of a workload but where it stands. */
function keyOf(workload: Workload): string {
  return JSON.stringify(workload, (name, value: unknown) => (name === 'span' || name === 'id' ? undefined : value));
}

export function price(
  findings: readonly Finding[],
  document: MeasuredDocument,
  given: EstimateContext,
  prices: Prices,
): Pick<Analysis, 'findings' | 'workloads' | 'estimates' | 'context'> {
  const { workloads } = document;
  const context = withMeasured(given, document);
  prices.start(context);
  const estimates = workloads.map((workload) => prices.cost(workload, context));
  const positions = new Map(workloads.map((workload, index) => [workload.id, index]));
  const entryOf = (id: number | null): Entry | undefined => {
    const index = id === null ? undefined : positions.get(id);
    const [workload, cost] = index === undefined ? [] : [workloads[index], estimates[index]];
    return workload && cost && { workload, cost };
  };
  const priced = findings.map((finding) => pricedFinding(finding, entryOf(finding.workload), prices));
  return { findings: priced, workloads, estimates, context };
}

function withMeasured(context: EstimateContext, document: MeasuredDocument): EstimateContext {
  const calibration = document.workloads.length === 0 ? null : (context.history?.for(document) ?? null);
  return calibration === null ? context : { ...context, calibration };
}

/** A finding whose price is a share of what a run costs. */
export const isShare = ({ saving, workload }: Finding): boolean => saving !== null && workload !== null;

interface Entry {
  readonly workload: Workload;
  readonly cost: WorkloadEstimate;
}

function pricedFinding(finding: Finding, entry: Entry | undefined, prices: Prices): PricedFinding {
  const estimate = entry?.cost.estimate;
  if (!estimate || !finding.saving) return { ...finding, savingEstimate: null };
  return { ...finding, savingEstimate: prices.saving(finding.saving, estimate, entry.workload) };
}
