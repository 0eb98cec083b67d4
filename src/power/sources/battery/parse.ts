/** What the attributes of a Linux power supply mean for the power that a laptop draws. */
import { watts, type Watts } from '../../../core/units/quantity';

/** Texts of the files in /sys/class/power_supply/NAME; undefined where a file is missing or unreadable. */
export interface SupplyTexts {
  readonly type: string | undefined;
  /** `Device` marks the battery of a mouse or headset. */
  readonly scope: string | undefined;
  readonly status: string | undefined;
  /** Mains only: `1` when plugged in. */
  readonly online: string | undefined;
  /** Microwatts. */
  readonly powerNow: string | undefined;
  /** Microamperes; negative while discharging with some drivers. */
  readonly currentNow: string | undefined;
  /** Microvolts. */
  readonly voltageNow: string | undefined;
}

/** No pack of a portable computer delivers this much; controllers that lost count report their largest number. */
const MOST_WATTS = 500;

export function isBattery(supply: SupplyTexts): boolean {
  return supply.type?.trim() === 'Battery' && supply.scope?.trim() !== 'Device';
}

/** The batteries feed the whole machine only when nothing else does. */
export function isUnplugged(supplies: readonly SupplyTexts[]): boolean {
  const mains = supplies.some((supply) => supply.type?.trim() !== 'Battery' && supply.online?.trim() === '1');
  const charging = supplies.some((supply) => isBattery(supply) && supply.status?.trim() === 'Charging');
  return !mains && !charging && supplies.some(isDischarging);
}

export function isDischarging(supply: SupplyTexts): boolean {
  return isBattery(supply) && supply.status?.trim() === 'Discharging';
}

/** Null when the driver gives neither power nor both factors, or gives 0: a running machine draws something. */
export function dischargePower(supply: SupplyTexts): Watts | null {
  const direct = microUnits(supply.powerNow);
  const current = microUnits(supply.currentNow);
  const voltage = microUnits(supply.voltageNow);
  const power = direct ?? (current !== null && voltage !== null ? (current * voltage) / 1e6 : null);
  if (power === null) return null;
  const value = power / 1e6;
  return value > 0 && value <= MOST_WATTS ? watts(value) : null;
}

/** The magnitude; null for 0, too, so that the other attributes get their turn. */
function microUnits(text: string | undefined): number | null {
  const digits = text?.trim();
  if (digits === undefined || !/^-?\d{1,12}$/.test(digits)) return null;
  return Math.abs(Number(digits)) || null;
}
