/** Published figures of what making an accelerator emitted. */
import { lazy, tableRows } from './table';

export interface EmbodiedFacts {
  /** One accelerator, without the server around it. */
  readonly kilograms: number;
  readonly year: number;
  readonly source: string;
}

const table = lazy(
  () =>
    new Map(
      tableRows('hardware/embodied').map(([name = '', kilograms, year, source = '']): [string, EmbodiedFacts] => [
        name,
        { kilograms: Number(kilograms), year: Number(year), source },
      ]),
    ),
);

/** By the name that the table of accelerators gives; undefined where nothing is published. */
export function embodiedFacts(part: string): EmbodiedFacts | undefined {
  return table().get(part);
}
