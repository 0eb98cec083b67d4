/** The list of runs as the dashboard shows it: one page of what a query asks for. */
import type { Run, Runs, Query } from '../../webview/messages';
import type { RunRecord } from './records';

/** A screenful, so that what stands below the list is not far away. */
export const PAGE_SIZE = 20;
/** Under this nothing is measured well: sensors answer once a second. */
const SHORTEST_SECONDS = 5;
const MOST_PROBLEMS = 5;

export interface ListedHistory {
  readonly records: readonly RunRecord[];
  /** "line 7: is not a JSON object". */
  readonly problems: readonly string[];
}

export function runsMessage({ records, problems }: ListedHistory, query: Query): Runs {
  const wanted = query.script.trim().toLowerCase();
  const matching = records.filter((record) => isShown(record, query.show) && isNamed(record, wanted));
  const sorted = sortedBy(matching, query);
  const last = Math.max(0, Math.ceil(sorted.length / PAGE_SIZE) - 1);
  const page = Math.min(query.page, last);
  return {
    type: 'runs',
    query: { ...query, page },
    total: records.length,
    matching: matching.length,
    pageSize: PAGE_SIZE,
    rows: sorted.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE).map(runOf),
    problems: problems.slice(0, MOST_PROBLEMS),
    problemCount: problems.length,
  };
}

function isShown(record: RunRecord, show: Query['show']): boolean {
  if (show === 'all') return true;
  if (show === 'unmeasured') return record.energy === null;
  const ratio = ratioOf(record);
  if (ratio === null || record.estimate === null || record.energy === null) return false;
  const { low, high } = record.estimate.energy;
  return show === 'compared' || record.energy.typical < low || record.energy.typical > high;
}

function isNamed({ script, workload }: RunRecord, wanted: string): boolean {
  return wanted === '' || [script, workload].some((text) => text?.toLowerCase().includes(wanted) ?? false);
}

/** What is unknown comes last in either order; the latest run first among equals. */
function sortedBy(records: readonly RunRecord[], { sort, order }: Query): readonly RunRecord[] {
  const sign = order === 'up' ? 1 : -1;
  const keyed = records.map((record) => ({ record, key: keyOf(record, sort) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) {
      return Number(a.key === null) - Number(b.key === null) || b.record.end - a.record.end;
    }
    const by = typeof a.key === 'string' ? compared(a.key, String(b.key)) : a.key - Number(b.key);
    return sign * by || b.record.end - a.record.end;
  });
  return keyed.map(({ record }) => record);
}

/** By code points, because collation is slow and the paths of scripts are code. */
function compared(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function keyOf(record: RunRecord, sort: Query['sort']): number | string | null {
  if (sort === 'at') return record.end;
  if (sort === 'hours') return record.hours;
  if (sort === 'script') return record.script?.toLowerCase() ?? null;
  if (sort === 'energy') return record.energy?.typical ?? null;
  return sort === 'ratio' ? ratioOf(record) : emissionsTypical(record);
}

function emissionsTypical({ energy, intensity }: RunRecord): number | null {
  return energy && intensity && energy.typical * intensity.value;
}

/**
 * Measured over estimated. Null for a run that failed, that was measured in part, or whose accelerators alone were measured: an
 * estimate is of a whole run on a whole machine.
 */
export function ratioOf({ energy, estimate, exit, partial, scope }: RunRecord): number | null {
  if (energy === null || estimate === null || exit !== 0 || partial || scope === 'devices') return null;
  return estimate.energy.typical > 0 ? energy.typical / estimate.energy.typical : null;
}

function runOf(record: RunRecord): Run {
  const { energy, intensity, end, partial, ...rest } = record;
  return {
    id: rest.id,
    at: end,
    hours: rest.hours,
    script: rest.script,
    commit: rest.commit,
    startedBy: rest.startedBy,
    machine: rest.machine,
    sensors: rest.sensors,
    workload: rest.workload,
    energy,
    isLowerBound: partial,
    quality: qualityOf(record),
    scope: rest.scope,
    unmeasured: energy === null ? (record.hours * 3600 < SHORTEST_SECONDS ? 'too short' : 'no sensor') : null,
    attributed: rest.attributed,
    aboveIdle: rest.aboveIdle,
    idleWatts: rest.idleWatts,
    emissions: energy && intensity && mapped(energy, intensity.value),
    grid: intensity,
    estimate: rest.estimate,
    ratio: ratioOf(record),
    exit: rest.exit,
    coveredHours: rest.coveredHours,
    gaps: rest.gaps,
    devices: rest.devices,
  };
}

/** What its devices say; a line without devices says it by its range, whose ends are equal where all was measured. */
export function qualityOf({ devices, energy }: RunRecord): Run['quality'] {
  if (energy === null) return 'unknown';
  const kinds = new Set(devices.filter(({ isCounted }) => isCounted).map(({ quality }) => quality));
  const [kind] = kinds;
  if (kind === undefined) return energy.low === energy.high ? 'measured' : 'modelled';
  return kinds.size > 1 ? 'mixed' : kind;
}

function mapped({ low, typical, high }: NonNullable<Run['energy']>, factor: number): NonNullable<Run['energy']> {
  return { low: low * factor, typical: typical * factor, high: high * factor };
}
