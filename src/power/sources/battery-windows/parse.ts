/** What Windows says of its batteries: `PowerOnline;Discharging;DischargeRate` of each, in one line. */
import { watts, type Watts } from '../../../core/units/quantity';

export interface Pack {
  readonly device: string;
  readonly watts: Watts | null;
}

const PACK = /^(True|False);(True|False);(-?\d{1,9}|)$/;
/** No pack of a portable computer delivers this much; drivers that do not know report 2147483648 or -1. */
const MOST_WATTS = 500;

/**
 * The packs that feed the machine; none while it is plugged in, null for a line that is no such list. The rate is in
 * milliwatts (Microsoft, BatteryStatus class and BATTERY_STATUS structure).
 */
export function parseLine(line: string): readonly Pack[] | null {
  if (!line.startsWith('batteries ')) return null;
  const cells = line.slice('batteries '.length).split('|');
  const packs = cells.map((cell) => PACK.exec(cell.trim()));
  if (packs.some((pack) => pack === null)) return null;
  if (packs.some((pack) => pack?.[1] === 'True')) return [];
  return packs.flatMap((pack, index): readonly Pack[] => {
    if (pack?.[2] !== 'True') return [];
    const power = Number(pack[3]) / 1000;
    return [{ device: `battery-${index}`, watts: power > 0 && power <= MOST_WATTS ? watts(power) : null }];
  });
}
