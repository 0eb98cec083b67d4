/** Comma-separated values with quotes (RFC 4180): rows by the names of their header. */

export interface CsvRow {
  /** Where it starts, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Quoted cells may hold commas, doubled quotes and line ends. Blank lines are left out. */
export function csvRows(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [line, start] = [1, 1];
  const cell = /("(?:[^"]|"")*"?|[^,\r\n]*)(,|\r?\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const [whole = '', content = '', end = ''] = cell.exec(text) ?? [];
    if (whole === '') break;
    cells.push(content.startsWith('"') ? content.replace(/^"|"$/g, '').replaceAll('""', '"') : content);
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (cells.some((one) => one !== '')) rows.push({ line: start, cells });
    [cells, start] = [[], line];
  }
  if (cells.some((one) => one !== '')) rows.push({ line: start, cells });
  return rows;
}
