/** One run on other hardware and on other grids: the same estimate again, with one assumption exchanged. */
import type { Workload } from '../model/workload';
import { familyOf } from './classical';
import { withGrid, withHardware } from './context';
import { estimateWorkload } from './estimate';
import type { Estimate, EstimateContext } from './types';

export interface Compared {
  readonly label: string;
  readonly kind: 'yours' | 'other';
  readonly estimate: Estimate;
}

export interface Comparison {
  /** Yours first. Empty, with the reason, where hours are given: they hold for one machine. */
  readonly hardware: readonly Compared[];
  readonly whyNoHardware: string | null;
  readonly grids: readonly Compared[];
}

/** Parts that people have, from an old data-centre card to the fastest in wide use, and what needs no card at all. */
const ACCELERATORS = ['T4', 'V100', 'A100', 'H100', 'RTX 4090'];
const SINGLE = ['Apple M3 Max', 'i9-13900K'];
const PROCESSORS = ['i7-10610U', 'i9-13900K', 'c6i.4xlarge', 'Apple M3 Pro'];
/** A clean grid, the mean of all, a carbon-heavy one. */
const GRIDS = ['FRA', null, 'IND'];

/** Null when the run itself cannot be estimated. */
export function compare(workload: Workload, context: EstimateContext): Comparison | null {
  const own = estimateWorkload(workload, context).estimate;
  if (own === null) return null;
  const typed = context.hours !== null;
  return {
    hardware: typed ? [] : onHardware(workload, context, own),
    whyNoHardware: typed ? 'the hours that are given hold for the machine they were given for' : null,
    grids: onGrids(workload, context, own),
  };
}

function onHardware(workload: Workload, context: EstimateContext, own: Estimate): readonly Compared[] {
  const { hardware } = own.basis;
  const rows: Compared[] = [{ label: hardware.name, kind: 'yours', estimate: own }];
  const count = (hardware.kind === 'gpu' || hardware.kind === 'tpu') && hardware.count > 1 ? `${hardware.count}x ` : '';
  const names = isForProcessor(workload)
    ? PROCESSORS
    : [...ACCELERATORS.map((name) => count + name), ...singles(workload)];
  for (const name of names) {
    const other = withHardware(context, name);
    const estimate = other === null ? null : estimateWorkload(workload, other).estimate;
    if (estimate === null || rows.some((row) => row.label === estimate.basis.hardware.name)) continue;
    rows.push({ label: estimate.basis.hardware.name, kind: 'other', estimate });
  }
  return rows;
}

/** Code that asks for an accelerator does not run on a bare processor. */
function singles({ device }: Workload): readonly string[] {
  return device === 'accelerator' ? SINGLE.slice(0, 1) : SINGLE;
}

function isForProcessor(workload: Workload): boolean {
  return workload.device === 'cpu' || familyOf(workload) !== 'deep';
}

function onGrids(workload: Workload, context: EstimateContext, own: Estimate): readonly Compared[] {
  const rows: Compared[] = [{ label: gridLabel(context), kind: 'yours', estimate: own }];
  for (const code of GRIDS) {
    const other = withGrid(context, code);
    const { estimate } = estimateWorkload(workload, other);
    const isOwn = other.intensity.region?.zone === context.intensity.region?.zone;
    if (estimate === null || isOwn) continue;
    rows.push({ label: gridLabel(other), kind: 'other', estimate });
  }
  return rows;
}

function gridLabel({ intensity: { region, zone } }: EstimateContext): string {
  return region === undefined ? 'World average' : zone;
}
