/** Reads what only lines of ours hold; a detail that is not well formed is left out. */
import type { EnergyRange, LineDevice, LineEstimate, LineGap, RunDetails } from './history-line';
import { finite, recordOf, words, type RunRecord } from './records';

/** More of them in a line are somebody else's. */
const MOST = 200;

export function detailsIn(line: RunRecord): Partial<RunDetails> {
  const id = words(line['id']);
  const startedBy = STARTERS.find((one) => one === line['startedBy']);
  const coveredHours = notNegative(line['coveredHours']);
  return {
    ...(id === null ? {} : { id }),
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(coveredHours === null ? {} : { coveredHours }),
    ...listed('gaps', line, gapIn),
    ...listed('devices', line, deviceIn),
    ...('idleWatts' in line ? { idleWatts: notNegative(line['idleWatts']) } : {}),
    ...('aboveIdle' in line ? { aboveIdle: energyIn(line['aboveIdle']) } : {}),
    ...('attributed' in line ? { attributed: attributedIn(line['attributed']) } : {}),
    ...('estimate' in line ? { estimate: estimateIn(line['estimate']) } : {}),
    ...importedIn(line['imported']),
  };
}

/** Null where the ends are not in order, or below 0. */
export function energyIn(value: unknown): EnergyRange | null {
  const ends = rangeIn(recordOf(value));
  return ends && { unit: 'kWh', ...ends };
}

export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.slice(0, MOST).flatMap((one) => words(one) ?? []) : [];
}

const STARTERS: readonly RunDetails['startedBy'][] = ['command line', 'terminal', 'task', 'debugger', 'notebook'];
const SCOPES: readonly LineDevice['scope'][] = ['system', 'cpu', 'gpu', 'memory'];

function listed<Name extends 'gaps' | 'devices'>(
  name: Name,
  line: RunRecord,
  read: (value: unknown) => RunDetails[Name][number] | null,
): Partial<RunDetails> {
  const values: unknown = line[name];
  if (!Array.isArray(values)) return {};
  return { [name]: values.slice(0, MOST).flatMap((one) => read(one) ?? []) };
}

function gapIn(value: unknown): LineGap | null {
  const gap = recordOf(value);
  const [from, seconds, reason] = [words(gap?.['from']), notNegative(gap?.['seconds']), words(gap?.['reason'])];
  return from === null || seconds === null || reason === null ? null : { from, seconds, reason };
}

function deviceIn(value: unknown): LineDevice | null {
  const device = recordOf(value);
  const [label, sensor] = [words(device?.['label']), words(device?.['sensor'])];
  const scope = SCOPES.find((one) => one === device?.['scope']);
  const energy = energyIn(device?.['energy']);
  if (device === null || label === null || sensor === null || scope === undefined || energy === null) return null;
  const quality = device['quality'] === 'measured' ? 'measured' : 'modelled';
  return { label, scope, sensor, quality, energy, counted: device['counted'] === true };
}

function attributedIn(value: unknown): RunDetails['attributed'] {
  const found = recordOf(value);
  const [energy, how] = [energyIn(found?.['energy']), words(found?.['how'])];
  return energy === null || how === null ? null : { energy, how };
}

function estimateIn(value: unknown): LineEstimate | null {
  const found = recordOf(value);
  const [hours, energy] = [rangeIn(recordOf(found?.['hours'])), energyIn(found?.['energy'])];
  if (found === null || hours === null || energy === null) return null;
  return { hours, energy, confidence: found['confidence'] === 'calibrated' ? 'calibrated' : 'prior' };
}

function importedIn(value: unknown): Partial<RunDetails> {
  const found = recordOf(value);
  const from = words(found?.['from']);
  return from === null ? {} : { imported: { from, project: words(found?.['project']) } };
}

function rangeIn(value: RunRecord | null): LineEstimate['hours'] | null {
  const [low, typical, high] = [finite(value?.['low']), finite(value?.['typical']), finite(value?.['high'])];
  if (low === null || typical === null || high === null) return null;
  return low >= 0 && low <= typical && typical <= high ? { low, typical, high } : null;
}

function notNegative(value: unknown): number | null {
  const number = finite(value);
  return number !== null && number >= 0 ? number : null;
}
