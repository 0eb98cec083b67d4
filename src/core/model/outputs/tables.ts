/** How many rows a table, array or data set has that a cell shows: `df.shape`, `df.info()`, the end of a long table. */
import type { CellOutputs } from '../../text/notebook/outputs';
import { counted, linesOf, type Counted, type Reader } from './observation';

export const readTables: Reader = (outputs) => [...shownRows(outputs), ...infoRows(outputs), ...datasetRows(outputs)];

/** The last value of the cell: `(548, 3)`, or a table that ends in `[548 rows x 3 columns]`. */
export function shownRows(outputs: CellOutputs): Counted[] {
  const value = outputs.texts.findLast(({ form }) => form === 'value')?.text.trim() ?? '';
  const shape = SHAPE.exec(value);
  if (shape) return [counted('rows', Number(shape[1]), 'pandas', value)];
  const table = /\n\[(\d+) rows x \d+ columns\]$/.exec(value);
  return table ? [counted('rows', Number(table[1]), 'pandas', table[0])] : [];
}

const SHAPE = /^(?:torch\.Size\(\[|TensorShape\(\[|\()(\d+),(?: \d+(?:, \d+)*)?\]?\)$/;

/** Lines that are nothing but a shape, as `print(df.shape)` writes them. */
export function printedShapes(outputs: CellOutputs): Counted[] {
  return outputs.texts
    .filter(({ form }) => form === 'printed')
    .flatMap(({ text }) => text.split('\n'))
    .flatMap((line) => {
      const shape = SHAPE.exec(line.trim());
      return shape ? [counted('rows', Number(shape[1]), 'pandas', line)] : [];
    });
}

/** The shape behind a label, as `print("rows:", df.shape)` writes it; nothing where several lines begin so. */
export function labelledShape(outputs: CellOutputs, label: string): Counted | undefined {
  const [line, ...others] = linesOf(outputs).filter((one) => one.startsWith(label));
  const shape = line && others.length === 0 ? SHAPE.exec(line.slice(label.length).trim()) : null;
  return shape && line ? counted('rows', Number(shape[1]), 'pandas', line) : undefined;
}

/** `RangeIndex: 548 entries, 0 to 547` below the class, as `df.info()` prints it. */
export function infoRows(outputs: CellOutputs): Counted[] {
  const lines = linesOf(outputs);
  return lines.flatMap((line, at) => {
    const match = /^\w*Index: (\d+) entries(?:, .*)?$/.exec(line.trim());
    const isTable = /^<class 'pandas\.(core\.frame\.)?DataFrame'>$/.test(lines[at - 1]?.trim() ?? '');
    return match && isTable ? [counted('rows', Number(match[1]), 'pandas', line)] : [];
  });
}

/** `Dataset({ features: [...], num_rows: 1000 })`, or the training split of a `DatasetDict`. */
export function datasetRows(outputs: CellOutputs): Counted[] {
  const value = outputs.texts.findLast(({ text }) => /^(DatasetDict|Dataset)\(\{/.test(text))?.text ?? '';
  const split = value.startsWith('DatasetDict')
    ? /^ {4}train: Dataset\(\{\s+features: \[[^\]]*\],\s+num_rows: (\d+)\s+\}\)/m
    : /^Dataset\(\{\s+features: \[[^\]]*\],\s+num_rows: (\d+)\s+\}\)/;
  const match = split.exec(value);
  return match ? [counted('rows', Number(match[1]), 'datasets', `num_rows: ${match[1]}`)] : [];
}
