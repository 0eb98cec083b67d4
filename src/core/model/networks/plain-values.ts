/** The values that a file is known to have, as things. */
import type { Model } from '../model';
import type { PyValue, Value } from '../values';
import type { Run } from './run';
import { between, listOf, type Dict, type Frame, type Thing } from './things';

export const fileFrame = (file: Model): Frame => ({ file, names: undefined, outer: undefined });

/** The value as a thing; undefined where it is none that is known by itself. */
export function plainValue(run: Run, value: Value, file: Model): Thing | undefined {
  const [only, ...others] = value.alternatives;
  if (value.certainty === 'unknown' || !only) return undefined;
  if (value.certainty === 'default') run.overridable = true;
  if (others.length === 0) return thingOf(run, only, file);
  const numbers = value.alternatives.map((one) => (one.type === 'number' ? one.value : Number.NaN));
  return numbers.some(Number.isNaN) ? undefined : between({ least: Math.min(...numbers), most: Math.max(...numbers) });
}

function thingOf(run: Run, value: PyValue, file: Model): Thing | undefined {
  switch (value.type) {
    case 'number':
    case 'string':
    case 'boolean':
      return value.value;
    case 'none':
      return null;
    case 'sequence':
      return value.items ? listOf(value.items.map((one) => run.evaluate(one, fileFrame(file)))) : undefined;
    case 'dict': {
      const entries = [...value.entries].map(([key, one]) => [key, run.evaluate(one, fileFrame(file))] as const);
      return { is: 'dict', entries: new Map(entries), exact: value.complete } satisfies Dict;
    }
    case 'object':
      return undefined;
  }
}
