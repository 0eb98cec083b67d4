/** The line of the history that a run ends as. */
import {
  HISTORY_SCHEMA,
  type EnergyRange,
  type HistoryLine,
} from '../../core/estimate/calibration/import/history-line';
import {
  joules,
  joulesToKilowattHours,
  type Joules,
  type Millis,
  type Range,
  type Watts,
} from '../../core/units/quantity';
import { mapRange } from '../../core/units/range';
import type { Attribution } from './attribution';
import { SHORTEST_RUN_MS, type RunDevice, type RunEnergy, type RunStart, type RunState } from './run';

/** Sensors that are a moment late at the start do not make a lower bound of the whole run. */
const PARTLY = 0.02;

export interface EndedRun {
  readonly start: RunStart;
  /** Wall clock. */
  readonly until: Millis;
  readonly energy: RunEnergy;
  readonly idle: Range<Watts> | null;
  readonly attribution: Attribution | null;
  readonly exit: number | null;
}

export function lineOf({ start, until, energy, idle, attribution, exit }: EndedRun): HistoryLine {
  const isKnown = energy.covered > 0 && energy.elapsed >= SHORTEST_RUN_MS;
  const counted = energy.devices.filter((device) => device.counted);
  const above = isKnown ? aboveIdle(energy, idle) : null;
  const { id, startedBy, script, commit, workload, machine, intensity, estimate } = start;
  return {
    schema: HISTORY_SCHEMA,
    ...{ id, at: new Date(until).toISOString(), startedBy, script, commit, workload, machine },
    sensors: [...new Set(counted.map(({ sensor }) => sensor))],
    scope: scopeOf(counted),
    hours: digits(energy.elapsed / HOUR),
    coveredHours: digits(isKnown ? energy.covered / HOUR : 0),
    gaps: energy.gaps,
    energy: isKnown ? kilowattHours(energy.joules) : null,
    partial: energy.partly > PARTLY * energy.covered,
    devices: isKnown ? energy.devices.map(deviceOf) : [],
    idleWatts: idle && digits(idle.typical),
    aboveIdle: above && kilowattHours(above),
    attributed: isKnown && attribution ? { energy: kilowattHours(attribution.joules), how: attribution.how } : null,
    ...{ intensity, estimate, exit },
  };
}

/** A run whose end nobody saw: what was counted until it was last looked at. */
export function lineOfLost({ start, until, energy, idle }: RunState): HistoryLine {
  return lineOf({ start, until, energy, idle, attribution: null, exit: null });
}

/** A sensor that errs does so alike in both, so ends are taken from ends; null without a quiet minute before. */
export function aboveIdle({ joules: all, covered }: RunEnergy, idle: Range<Watts> | null): Range<Joules> | null {
  if (idle === null) return null;
  const above = (end: 'low' | 'typical' | 'high'): Joules =>
    joules(Math.max(0, all[end] - (idle[end] * covered) / 1000));
  const [low, typical, high] = [above('low'), above('typical'), above('high')];
  return { low: joules(Math.min(low, typical)), typical, high: joules(Math.max(typical, high)) };
}

const HOUR = 3_600_000;

function scopeOf(counted: readonly RunDevice[]): HistoryLine['scope'] {
  if (counted.some(({ scope }) => scope === 'system')) return 'plug';
  const isBoards = counted.length > 0 && counted.every(({ scope }) => scope === 'gpu');
  return isBoards ? 'devices' : 'parts';
}

function deviceOf({
  label,
  scope,
  sensor,
  quality,
  counted,
  joules: energy,
}: RunDevice): NonNullable<HistoryLine['devices']>[number] {
  return { label, scope, sensor, quality, energy: kilowattHours(energy), counted };
}

function kilowattHours(energy: Range<Joules>): EnergyRange {
  return { unit: 'kWh', ...mapRange(energy, (value) => digits(joulesToKilowattHours(value))) };
}

/** More digits would say nothing and make lines long. */
function digits(value: number): number {
  return Number(value.toPrecision(7));
}
