/** Reads the outputs of one cell out of the JSON of a notebook, format 3 or 4. */
import { findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import type { JSONPath, Node } from 'jsonc-parser';
import { joinedTexts, pageText, type CellOutputs, type OutputForm, type OutputText } from './outputs';

/** Undefined for a cell that never ran, or whose outputs were cleared. */
export function readOutputs(cell: Node): CellOutputs | undefined {
  const outputs = find(cell, ['outputs']);
  const items = outputs?.type === 'array' ? (outputs.children ?? []) : [];
  const seconds = executionSeconds(cell);
  if (items.length === 0 && seconds === null) return undefined;
  const failed = items.some((item) => /^(error|pyerr)$/.test(stringAt(item, ['output_type'])));
  return { texts: joinedTexts(items.flatMap(readOutput)), seconds, failed };
}

function readOutput(output: Node): OutputText[] {
  const type = stringAt(output, ['output_type']);
  if (type === 'stream') return [{ form: 'printed', text: stringAt(output, ['text']) }];
  const form: OutputForm = type === 'execute_result' || type === 'pyout' ? 'value' : 'shown';
  const plain = stringAt(output, ['data', 'text/plain']) || stringAt(output, ['text']);
  const page = pageText(stringAt(output, ['data', 'text/html']) || stringAt(output, ['html']));
  return [
    ...(plain === '' ? [] : [{ form, text: plain }]),
    ...(page === undefined ? [] : [{ form: 'shown' as const, text: page }]),
  ];
}

/** Jupyter notes when the kernel took the code and when it answered; papermill how long that was. */
function executionSeconds(cell: Node): number | null {
  const started = momentAt(cell, 'iopub.execute_input') ?? momentAt(cell, 'iopub.status.busy');
  const ended = momentAt(cell, 'shell.execute_reply');
  if (started !== undefined && ended !== undefined) return ended >= started ? (ended - started) / 1000 : null;
  const duration: unknown = find(cell, ['metadata', 'papermill', 'duration'])?.value;
  return typeof duration === 'number' && duration >= 0 ? duration : null;
}

function momentAt(cell: Node, name: string): number | undefined {
  const moment = Date.parse(stringAt(cell, ['metadata', 'execution', name]));
  return Number.isNaN(moment) ? undefined : moment;
}

function find(node: Node, path: JSONPath): Node | undefined {
  return node.type === 'object' ? findNodeAtLocation(node, path) : undefined;
}

/** The string there, or the lines of a list joined; empty when there is neither. */
function stringAt(node: Node, path: JSONPath): string {
  const found = find(node, path);
  if (found?.type === 'string') return getNodeValue(found) as string;
  if (found?.type !== 'array') return '';
  return (found.children ?? []).map((part) => (part.type === 'string' ? (getNodeValue(part) as string) : '')).join('');
}
