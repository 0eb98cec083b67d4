/** The outputs of a notebook cell as the core reads them, as long as they are those of its text. */
import type { NotebookCell, NotebookCellOutput } from 'vscode';
import {
  joinedTexts,
  pageText,
  type CellOutputs,
  type OutputForm,
  type OutputText,
} from '../../core/text/notebook/outputs';

/** What is asked of a cell; the rest of it does not matter here. */
export type PrintingCell = Pick<NotebookCell, 'executionSummary' | 'outputs'> & {
  readonly document: Pick<NotebookCell['document'], 'version'>;
};

interface Memory {
  /** Tells one run from the next. */
  readonly run: string;
  /** The version of the text when that run was first seen. */
  readonly version: number;
  /** False while the cell runs: then what it has printed is not all. */
  readonly isOver: boolean;
  read?: { readonly outputs: CellOutputs | undefined; readonly of: string };
}

/** What the cells of one notebook printed. Nothing in a cell says which text its outputs are of, so it is remembered here. */
export class OutputMemory {
  readonly #cells = new WeakMap<PrintingCell, Memory>();

  /** Changes when the outputs do, but not with each line of a run that goes on. */
  stampOf(cell: PrintingCell): string {
    const memory = this.#memoryOf(cell);
    if (!memory.isOver || memory.version !== cell.document.version || cell.outputs.length === 0) return '';
    return memory.run;
  }

  /** Undefined for a cell that did not run, or was edited since. */
  outputsOf(cell: PrintingCell): CellOutputs | undefined {
    const stamp = this.stampOf(cell);
    if (stamp === '') return undefined;
    const memory = this.#memoryOf(cell);
    const of = `${stamp} ${sizeOf(cell)}`;
    if (memory.read?.of !== of) memory.read = { of, outputs: readCell(cell) };
    return memory.read.outputs;
  }

  #memoryOf(cell: PrintingCell): Memory {
    const run = runOf(cell);
    let memory = this.#cells.get(cell);
    if (memory?.run === run) return memory;
    // A notebook that is opened has outputs without times; afterwards a run without an end goes on.
    const isOver = memory === undefined || cell.executionSummary?.timing !== undefined;
    memory = { run, version: cell.document.version, isOver };
    this.#cells.set(cell, memory);
    return memory;
  }
}

function runOf({ executionSummary }: PrintingCell): string {
  const { executionOrder, timing } = executionSummary ?? {};
  return `${executionOrder ?? ''}:${timing?.endTime ?? ''}`;
}

function sizeOf({ outputs }: PrintingCell): number {
  return outputs.flatMap(({ items }) => items).reduce((sum, { data }) => sum + data.byteLength, 0);
}

function readCell({ outputs, executionSummary }: PrintingCell): CellOutputs {
  const { timing, success } = executionSummary ?? {};
  const failed = success === false || outputs.some(({ items }) => items.some(({ mime }) => mime === ERROR));
  return {
    texts: joinedTexts(outputs.flatMap(readOutput)),
    seconds: timing ? Math.max(0, timing.endTime - timing.startTime) / 1000 : null,
    failed,
  };
}

const ERROR = 'application/vnd.code.notebook.error';
const STREAM = /^application\/vnd\.code\.notebook\.std(out|err)$/;

function readOutput({ items, metadata }: NotebookCellOutput): OutputText[] {
  const form: OutputForm = metadata?.['outputType'] === 'execute_result' ? 'value' : 'shown';
  return items.flatMap(({ mime, data }): OutputText[] => {
    if (STREAM.test(mime)) return [{ form: 'printed', text: decoded(data) }];
    if (mime === 'text/plain') return [{ form, text: decoded(data) }];
    const page = mime === 'text/html' ? pageText(decoded(data)) : undefined;
    return page === undefined ? [] : [{ form: 'shown', text: page }];
  });
}

/** More is cut away in the core. */
const MOST_BYTES = 4_000_000;

function decoded(data: Uint8Array): string {
  return new TextDecoder().decode(data.byteLength > MOST_BYTES ? data.subarray(-MOST_BYTES) : data);
}
