/** The table of layers that a Trainer of Lightning prints before it fits. */
import { counted, linesOf, type Reader } from './observation';

const SCALE: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

export const readLightning: Reader = (outputs) =>
  linesOf(outputs).flatMap((line) => {
    const match = /^([\d.,]+) ?([KMBT]?) +Total params *$/.exec(line);
    if (!match) return [];
    const value = Number((match[1] ?? '').replaceAll(',', '')) * (SCALE[match[2] ?? ''] ?? Number.NaN);
    return Number.isFinite(value) ? [counted('parameters', Math.round(value), 'lightning', line)] : [];
  });
