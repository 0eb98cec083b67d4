/** Joins the code cells of a notebook into one module text, and maps spans between the two. */
import type { Span } from '../span';
import { blankMagics } from './magics';
import type { CellOutputs } from './outputs';

/** A cell as an editor shows it, with `\n` line ends. */
interface Cell {
  readonly kind: 'code' | 'markup';
  readonly text: string;
  readonly outputs?: CellOutputs | undefined;
}

/** A code cell's place in the module text. `cell` is its index among all cells, `span` excludes the line end added. */
export interface CellRegion {
  readonly cell: number;
  readonly span: Span;
}

export interface NotebookModule {
  /** Code cells in order, each followed by one `\n`, what is not Python blanked in place. */
  readonly text: string;
  readonly regions: readonly CellRegion[];
  /** What each code cell printed, in the order of `regions`. */
  readonly outputs: readonly (CellOutputs | undefined)[];
  /** Magic and shell lines: evidence of how the notebook is configured. */
  readonly commands: readonly { readonly cell: number; readonly text: string }[];
  /** Indices in `regions` of the cells under `%%timeit`: they run many times over, to be measured, and bind no names. */
  readonly timed: readonly number[];
  /** Files that the notebook writes with `%%writefile`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export function joinCells(cells: readonly Cell[]): NotebookModule {
  const regions: CellRegion[] = [];
  const outputs: (CellOutputs | undefined)[] = [];
  const commands: { cell: number; text: string }[] = [];
  const files: { path: string; text: string }[] = [];
  const timed: number[] = [];
  const parts: string[] = [];
  let at = 0;
  cells.forEach((cell, index) => {
    if (cell.kind !== 'code') return;
    const blanked = blankMagics(cell.text);
    regions.push({ cell: index, span: { start: at, end: at + cell.text.length } });
    if (blanked.commands.some(isTimeit)) timed.push(regions.length - 1);
    outputs.push(cell.outputs);
    commands.push(...blanked.commands.map((text) => ({ cell: index, text })));
    files.push(...blanked.files);
    parts.push(blanked.text, '\n');
    at += cell.text.length + 1;
  });
  return { text: parts.join(''), regions, outputs, commands, timed, files };
}

const isTimeit = (command: string): boolean => /^%%timeit\b/.test(command);

/** The cell and the span in its text; undefined when the span crosses cells. */
export function toCell(module: NotebookModule, span: Span): CellRegion | undefined {
  const region = regionAt(module.regions, span.start);
  if (!region || span.end > region.span.end) return undefined;
  const start = span.start - region.span.start;
  return { cell: region.cell, span: { start, end: start + span.end - span.start } };
}

/** The module span of a span in a cell; undefined for markup, for no such cell and outside the cell's text. */
export function toModule(module: NotebookModule, place: CellRegion): Span | undefined {
  const region = module.regions.find((one) => one.cell === place.cell);
  if (!region || place.span.start < 0) return undefined;
  const start = region.span.start + place.span.start;
  const end = region.span.start + place.span.end;
  return end <= region.span.end && start <= end ? { start, end } : undefined;
}

/** The region that holds an offset, the offset of its end included. */
export function regionAt(regions: readonly CellRegion[], offset: number): CellRegion | undefined {
  let low = 0;
  let high = regions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const region = regions[middle];
    if (!region) return undefined;
    if (offset < region.span.start) high = middle - 1;
    else if (offset > region.span.end) low = middle + 1;
    else return region;
  }
  return undefined;
}
