/** What is said after a run: what it used, how that compares with the estimate, and what the next estimate learns from it. */
import type { HistoryLine } from '../../core/estimate/calibration/import/history-line';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';
import { gramsCO2e, hours, kilowattHours, type Hours, type KilowattHours, type Range } from '../../core/units/quantity';

/** One sentence or two a line, for people. */
export function runSummary(line: HistoryLine): readonly string[] {
  return [usedSentence(line), comparisonSentence(line), lessonSentence(line)].filter((one) => one !== null);
}

/** "train.py: 12 Wh in 5.3 min, 1.8 times the estimated energy": for a status bar. */
export function shortSummary({ script, energy, hours: time, partial, estimate, exit }: HistoryLine): string {
  const name = script?.split('/').pop() ?? 'run';
  const took = formatDuration(hours(time));
  if (energy === null) {
    return time * 3600 < SHORTEST_SECONDS
      ? `${name}: ${took}, too short to measure`
      : `${name}: ${took}, energy unknown`;
  }
  const used = `${partial ? 'at least ' : ''}${formatEnergy(kilowattHours(energy.typical))}`;
  const ratio =
    estimate && exit === 0 ? `, ${ratioOf(energy.typical / estimate.energy.typical)} the estimated energy` : '';
  return `${name}: ${used} in ${took}${ratio}`;
}

/** "the machine used 12 Wh in 5.3 min, 4.1 Wh of it above idle (2 min not covered)." */
export function usedSentence(line: HistoryLine): string {
  const { energy, hours: time, partial } = line;
  const took = formatDuration(hours(time));
  if (energy === null) {
    return time * 3600 < SHORTEST_SECONDS
      ? `the run took ${took}: too short to measure its energy.`
      : `the run took ${took}; no sensor said what it used.`;
  }
  const bound = partial ? 'at least ' : '';
  const above = line.aboveIdle ? `, ${formatEnergy(energyRange(line.aboveIdle))} of it above idle` : '';
  return `the machine used ${bound}${formatEnergy(energyRange(energy))} in ${took}${above}${emissionsOf(line)}${missed(line)}.`;
}

/** As in `power/runs/run.ts`; reports know no sensors. */
const SHORTEST_SECONDS = 5;

function emissionsOf({ energy, intensity }: HistoryLine): string {
  if (energy === null || intensity === null) return '';
  const grams = formatEmissions(gramsCO2e(energy.typical * intensity.value));
  return `, ${grams} (${intensity.zone}, ${intensity.year})`;
}

function missed({ gaps, hours: time, coveredHours }: HistoryLine): string {
  const lost = time - (coveredHours ?? time);
  if (lost <= 0 || gaps === undefined || gaps.length === 0) return '';
  const why = [...new Set(gaps.map(({ reason }) => reason))].join(', ');
  return `; ${formatDuration(hours(lost))} not covered (${why})`;
}

/** "Estimated were 3–40 Wh in 2–20 min: energy inside, time 1.8 times the typical estimate." */
function comparisonSentence({ estimate, energy, hours: time, exit }: HistoryLine): string | null {
  if (!estimate || exit !== 0) return null;
  const inTime = `${formatDuration(hoursRange(estimate.hours))}: ${against('time', time, estimate.hours)}`;
  if (energy === null) return `Estimated before: ${inTime}.`;
  const used = against('energy', energy.typical, estimate.energy);
  return `Estimated before: ${formatEnergy(energyRange(estimate.energy))} in ${inTime}, ${used}.`;
}

/** Whether what was measured lies in the range, and how far from its typical value. */
function against(what: string, measured: number, { low, typical, high }: Ends): string {
  const where = measured < low ? 'below the range' : measured > high ? 'above the range' : 'in the range';
  return `${what} ${where} (${times(measured / typical)})`;
}

function times(ratio: number): string {
  return `${ratioOf(ratio)} the typical estimate`;
}

function ratioOf(ratio: number): string {
  if (!Number.isFinite(ratio)) return 'far from';
  const shown = ratio >= 100 || ratio < 0.01 ? ratio.toExponential(0) : String(Number(ratio.toPrecision(2)));
  return `${shown} times`;
}

function lessonSentence({ workload, script, exit, energy, partial }: HistoryLine): string | null {
  if (script === null) return null;
  if (exit === null) return 'Its end was not seen, so estimates learn nothing about its time from it.';
  if (exit !== 0) return 'It failed, so estimates learn nothing about its time from it.';
  if (workload === null) return 'It holds no training run, or several, so estimates learn only what the machine draws.';
  const what = energy === null || partial ? 'time' : 'time and power';
  return `From now on estimates of such runs on this machine are corrected by its ${what}.`;
}

interface Ends {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

function energyRange({ low, typical, high }: Ends): Range<KilowattHours> {
  return { low: kilowattHours(low), typical: kilowattHours(typical), high: kilowattHours(high) };
}

function hoursRange({ low, typical, high }: Ends): Range<Hours> {
  return { low: hours(low), typical: hours(typical), high: hours(high) };
}
