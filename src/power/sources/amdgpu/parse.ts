/** What the hardware monitor of the amdgpu driver says. */
import { watts, type Watts } from '../../../core/units/quantity';

/** Texts of the power files of one card; undefined where a file is missing or unreadable. */
export interface PowerTexts {
  /** Microwatts. */
  readonly average: string | undefined;
  /** Microwatts. */
  readonly input: string | undefined;
}

/** Twice the largest board (MI355X, 1,400 W): more is an error value. */
const MOST_WATTS = 2800;

/**
 * The graphics unit of an APU reports the power of the whole package, processor included; it has no power limit of its
 * own, and counting it would count the processor twice.
 */
export function isBoard(monitor: { readonly name: string | undefined; readonly hasLimit: boolean }): boolean {
  return monitor.name?.trim() === 'amdgpu' && monitor.hasLimit;
}

/** Null, never 0: the second die of a two-die board reports 0 because the first reports both. */
export function boardPower(card: PowerTexts): Watts | null {
  return microwatts(card.average) ?? microwatts(card.input);
}

function microwatts(text: string | undefined): Watts | null {
  const digits = text?.trim();
  if (digits === undefined || !/^\d{1,12}$/.test(digits)) return null;
  const power = Number(digits) / 1e6;
  return power > 0 && power <= MOST_WATTS ? watts(power) : null;
}

/** PCI ids of boards with two dies, MI250X and MI250 (pci.ids): the second die says 0 for ever, and is no idle card. */
export function hasTwoDies(pciDevice: string | undefined): boolean {
  return /^0x(7408|740c)$/.test(pciDevice?.trim() ?? '');
}
