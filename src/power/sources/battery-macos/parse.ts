/** What `ioreg -rn AppleSmartBattery` says: milliamperes, negative while discharging, and millivolts. */
import { watts, type Watts } from '../../../core/units/quantity';

/** The largest adapter of a MacBook is 140 W; a pack may deliver more for a moment. */
const MOST_WATTS = 300;

export type Battery =
  | { readonly state: 'absent' }
  | { readonly state: 'plugged in' }
  | { readonly state: 'feeding'; readonly watts: Watts | null };

export function parseBattery(text: string): Battery {
  if (!/"BatteryInstalled" = Yes/.test(text) && valueOf(text, 'Voltage') === null) return { state: 'absent' };
  if (!/"ExternalConnected" = No/.test(text) || /"IsCharging" = Yes/.test(text)) return { state: 'plugged in' };
  const [current, voltage] = [valueOf(text, 'InstantAmperage') ?? valueOf(text, 'Amperage'), valueOf(text, 'Voltage')];
  if (current === null || voltage === null || current >= 0) return { state: 'feeding', watts: null };
  const power = (-current * voltage) / 1e6;
  return { state: 'feeding', watts: power > 0 && power <= MOST_WATTS ? watts(power) : null };
}

/** Of a line of its own: the same names occur inside other values. Negative numbers are printed as unsigned 64-bit ones. */
function valueOf(text: string, name: string): number | null {
  const digits = new RegExp(`^[ |]*"${name}" = (-?\\d{1,20})\\s*$`, 'm').exec(text)?.[1];
  return digits === undefined ? null : Number(BigInt.asIntN(64, BigInt(digits)));
}
