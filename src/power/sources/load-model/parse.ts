/** Which class a processor belongs to, from the name it gives itself, and what that class draws at a load. */
import { watts, type Range, type Watts } from '../../../core/units/quantity';
import { range } from '../../../core/units/range';
import {
  apple,
  desktop,
  server,
  strongDesktop,
  strongLaptop,
  thinLaptop,
  unknownProcessor,
  type LoadCurve,
} from './classes';

/** Watts of the whole chip: `SKUS` of @huggingface/tasks 0.21.54. */
const APPLE_WATTS: Readonly<Record<string, number>> = {
  M1: 15,
  'M1 Pro': 30,
  'M1 Max': 60,
  'M1 Ultra': 120,
  M2: 20,
  'M2 Pro': 35,
  'M2 Max': 80,
  'M2 Ultra': 150,
  M3: 22,
  'M3 Pro': 40,
  'M3 Max': 90,
  'M3 Ultra': 180,
  M4: 22,
  'M4 Pro': 45,
  'M4 Max': 100,
  M5: 25,
  'M5 Pro': 50,
  'M5 Max': 110,
};

const SERVER = /\b(xeon|epyc|graviton|neoverse|ampere|altra|axion|cobalt|power\d+|qemu|kvm|virtual cpu)\b/i;
/** "i7-10610U", "Ultra 7 155H", "Ryzen 9 7950X3D": the letters after the model number name the class. */
const MODEL = /(?:\bi[3579]-|\bultra [3579] |\bryzen (?:ai )?[3579] (?:pro )?)(\d{3,5})([a-z]+\d?[a-z]*)?\b/i;

export function curveOf(cpuModel: string, threads: number): LoadCurve {
  const chip = /^Apple (M\d(?: (?:Pro|Max|Ultra))?)\b/.exec(cpuModel)?.[1];
  const chipWatts = chip === undefined ? undefined : APPLE_WATTS[chip];
  if (chip !== undefined && chipWatts !== undefined) return apple(chip, chipWatts);
  if (SERVER.test(cpuModel)) return server(threads);
  const model = MODEL.exec(cpuModel.replace(/\((?:R|TM|C)\)/gi, ''));
  if (!model) return unknownProcessor(threads);
  const suffix = (model[2] ?? '').toUpperCase();
  if (/^(U|P|Y|V|G\d|C)/.test(suffix)) return thinLaptop();
  if (/^H/.test(suffix)) return strongLaptop();
  if (/^(K|X)/.test(suffix)) return strongDesktop(threads);
  return desktop(threads);
}

/** `load` is the busy share of all cores, 0..1. */
export function powerAt(curve: LoadCurve, load: number): Range<Watts> {
  const share = Math.min(1, Math.max(0, load));
  const at = (end: 'low' | 'typical' | 'high'): Watts =>
    watts(curve.idle[end] + (curve.max[end] - curve.idle[end]) * share ** curve.exponent[end]);
  return range(at('low'), at('typical'), at('high'));
}

/** Busy share between two readings of the cumulative CPU times; null when the counters did not advance. */
export function loadBetween(
  before: { readonly busy: number; readonly total: number },
  after: { readonly busy: number; readonly total: number },
): number | null {
  const total = after.total - before.total;
  const busy = after.busy - before.busy;
  if (!(total > 0) || !(busy >= 0)) return null;
  return Math.min(1, busy / total);
}
