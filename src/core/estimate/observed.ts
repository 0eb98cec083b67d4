/** What the stored outputs of a notebook say of a run, in words beside its estimate; they are of the machine that made them. */
import type { Workload } from '../model/workload';
import { formatDuration } from '../units/format';
import { hours } from '../units/quantity';
import type { Estimate } from './types';

/**
 * "took 62 s when this notebook was last run (stored output of cell 12: ...), on Tesla T4 by its own nvidia-smi"; null where
 * nothing was stored. Never part of the estimate: the machine may have been another one.
 */
export function observedText(
  { observedSeconds, observedAccelerator }: Workload,
  estimate: Estimate | null,
): string | null {
  const accelerator = observedAccelerator ?? null;
  const where = accelerator && `${accelerator.value} by ${sourceOf(accelerator.note)}`;
  if (observedSeconds) {
    const took = `took ${durationOf(observedSeconds.value)} when this notebook was last run (${observedSeconds.note ?? 'stored output'})`;
    return where === null ? took : `${took}, on ${where}`;
  }
  const isSet = estimate?.inputs.some(({ name, origin }) => name === 'hardware' && origin === 'setting') === true;
  return where === null || isSet ? null : `this notebook runs on ${where}; the hardware can be set to it`;
}

/** Up to two minutes to the second: whether a run took less than one matters. */
function durationOf(seconds: number): string {
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return formatDuration(hours(seconds / 3600));
}

function sourceOf(note: string | null): string {
  return note?.endsWith('nvidia-smi') === true ? 'its own nvidia-smi' : 'its own metadata';
}
