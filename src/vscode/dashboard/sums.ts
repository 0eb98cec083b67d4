/** Energy by script and by day, from the whole history and the readings of this window. */
import type { Amount, Sums } from '../../webview/messages';
import type { RunRecord } from './records';
import { qualityOf, ratioOf } from './run-list';
import { stretchesOf } from './stretches';
import { dayName, dayOf, energyByDay, gridName, NO_GRID, type DaySum, type Stretch } from './timeline';

const DAYS_SHOWN = 30;
const SCRIPTS_SHOWN = 40;
const NOON = 12 * 3_600_000;

interface Settled {
  readonly scripts: Sums['scripts'];
  readonly overlaps: number;
}

/** What follows from the history alone, as long as it is the same. */
const known = new WeakMap<readonly RunRecord[], Settled>();

function settled(records: readonly RunRecord[]): Settled {
  const before = known.get(records);
  if (before) return before;
  const sums = { scripts: byScript(records), overlaps: overlapping(records) };
  known.set(records, sums);
  return sums;
}

/** `live` is what this window has read since it was opened. */
export function sumsMessage(records: readonly RunRecord[], live: readonly Stretch[], now: number): Sums {
  const { scripts, overlaps } = settled(records);
  return {
    type: 'sums',
    scripts: scripts.slice(0, SCRIPTS_SHOWN),
    moreScripts: Math.max(0, scripts.length - SCRIPTS_SHOWN),
    days: byDay(records, live, now),
    overlapping: overlaps,
  };
}

/** Of the local day of `now`: every moment once, whether a run or this window measured it. Null when nothing was measured. */
export function todayOf(records: readonly RunRecord[], live: readonly Stretch[], now: number): Amount | null {
  const { start, end } = dayOf(now);
  const recent = records.filter((record) => record.end > start && record.start < end);
  const sums = energyByDay([...live, ...recent.flatMap(stretchesOf)], { from: start, to: end });
  const sum = sums.get(start);
  return sum ? amountOf(sum) : null;
}

function byDay(records: readonly RunRecord[], live: readonly Stretch[], now: number): Sums['days'] {
  const starts = lastDays(now);
  const window = { from: starts[0] ?? now, to: dayOf(now).end };
  const recent = records.filter(({ start, end }) => end > window.from && start < window.to);
  const sums = energyByDay([...live, ...recent.flatMap(stretchesOf)], window);
  return starts.map((start) => {
    const sum = sums.get(start);
    return { day: dayName(start), amount: sum ? amountOf(sum) : null };
  });
}

/** Starts of the last days, oldest first. Days are not all 24 hours long, so each is asked for around its noon. */
function lastDays(now: number): readonly number[] {
  const starts = [dayOf(now).start];
  while (starts.length < DAYS_SHOWN) starts.unshift(dayOf((starts[0] ?? now) - NOON).start);
  return starts;
}

function amountOf(sum: DaySum): Amount {
  return { ...sum, grids: sum.grids.slice(0, 5) };
}

/** Most energy first; scripts that were never measured last. */
function byScript(records: readonly RunRecord[]): Sums['scripts'] {
  const groups = new Map<string | null, RunRecord[]>();
  for (const record of records) {
    const group = groups.get(record.script);
    if (group) group.push(record);
    else groups.set(record.script, [record]);
  }
  const sums = [...groups].map(([script, runs]) => scriptSum(script, runs));
  return sums.sort((a, b) => (b.amount?.energy.typical ?? -1) - (a.amount?.energy.typical ?? -1));
}

function scriptSum(script: string | null, runs: readonly RunRecord[]): Sums['scripts'][number] {
  const measured = runs.filter(({ energy }) => energy !== null);
  const ratios = runs.map(ratioOf).filter((ratio) => ratio !== null);
  return {
    script,
    runs: runs.length,
    measured: measured.length,
    amount: measured.length === 0 ? null : sumOf(measured),
    ratio: medianOf(ratios),
  };
}

/** What was measured of each run: its own share where that is known. */
function sumOf(runs: readonly RunRecord[]): Amount {
  const energy = { low: 0, typical: 0, high: 0 };
  const emissions = { low: 0, typical: 0, high: 0 };
  for (const run of runs) {
    const own = run.attributed?.energy ?? run.energy;
    for (const end of ['low', 'typical', 'high'] as const) {
      energy[end] += own?.[end] ?? 0;
      emissions[end] += (own?.[end] ?? 0) * (run.intensity?.value ?? 0);
    }
  }
  const grids = new Set(runs.map(({ intensity }) => (intensity ? gridName(intensity) : NO_GRID)));
  const hasGrid = runs.some(({ intensity }) => intensity !== null);
  const qualities = new Set(runs.map(qualityOf));
  const [quality] = qualities;
  return {
    energy,
    emissions: hasGrid ? emissions : null,
    grids: [...grids].slice(0, 5),
    quality: qualities.size > 1 ? 'mixed' : (quality ?? 'unknown'),
    isLowerBound: runs.some(({ partial }) => partial),
    coveredHours: runs.reduce((sum, { coveredHours, hours }) => sum + (coveredHours ?? hours), 0),
  };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : Math.sqrt(low * high);
}

/** Measured runs during which another one was measured as a whole machine, too. */
function overlapping(records: readonly RunRecord[]): number {
  const whole = records.filter(({ energy, attributed }) => energy !== null && attributed === null);
  const sorted = [...whole].sort((a, b) => a.start - b.start);
  const touched = new Set<RunRecord>();
  let longest: RunRecord | undefined;
  for (const run of sorted) {
    if (longest && run.start < longest.end) touched.add(run).add(longest);
    if (!longest || run.end > longest.end) longest = run;
  }
  return touched.size;
}
