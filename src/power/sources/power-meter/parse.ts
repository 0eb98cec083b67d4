/** What an ACPI power meter says of the supply of a whole machine, and when it is too slow to be believed. */
import type { Watts } from '../../../core/units/quantity';
import { microwatts } from '../../hwmon-tree';

/** A node of eight GPUs takes 10 kW (MLPerf training results v4.0, power logs); some firmware reports 4,294 MW. */
const MOST_WATTS = 20_000;

/** Firmware that averages over minutes, as some servers do (300 s), says nothing about now. */
export const SLOWEST_AVERAGE = 15_000;

export function supplyPower(text: string | undefined): Watts | null {
  return microwatts(text, MOST_WATTS);
}

/** Milliseconds over which the firmware averages; null when it does not say. */
export function averagedOver(text: string | undefined): number | null {
  const digits = text?.trim();
  return digits !== undefined && /^\d{1,10}$/.test(digits) ? Number(digits) : null;
}
