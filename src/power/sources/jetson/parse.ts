/** What the INA3221 power monitor of a Jetson board says about its supply rail. */
import { watts, type Watts } from '../../../core/units/quantity';

/** The rail that feeds the whole module; the others are parts of it. */
export const BOARD_RAIL = /^(VDD_IN|POM_5V_IN)$/;

/** The largest module takes 60 W (AGX Orin 64 GB), Thor 130 W; more is an error value. */
const MOST_WATTS = 300;

/** Milliamperes times millivolts; null, never 0, for anything else. */
export function railPower(current: string | undefined, voltage: string | undefined): Watts | null {
  const [milliamperes, millivolts] = [numberOf(current), numberOf(voltage)];
  if (milliamperes === null || millivolts === null) return null;
  const power = (milliamperes * millivolts) / 1e6;
  return power > 0 && power <= MOST_WATTS ? watts(power) : null;
}

function numberOf(text: string | undefined): number | null {
  const digits = text?.trim();
  return digits !== undefined && /^\d{1,7}$/.test(digits) ? Number(digits) : null;
}
