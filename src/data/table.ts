/** Compact text tables that are read and parsed once, on first use, so that loading the program costs nothing. */

/** Gives the text of `<name>.txt` in the folder of the tables, for example `models/vision`. */
export type TableReader = (name: string) => string;

let reader: TableReader = (name) => {
  throw new Error(`No reader is set for the table ${name}.`);
};

/** The host says once, at the start, where the tables come from: this folder does no I/O. */
export function readTablesWith(read: TableReader): void {
  reader = read;
}

export function tableRows(name: string): readonly (readonly string[])[] {
  return rowsOf(reader(name));
}

/** Wraps `make` so that it runs on the first call only. */
export function lazy<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => (value ??= { made: make() }).made;
}

/** The rows of a `|` separated table, blank lines and `#` comments left out; cells are trimmed. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

/** A number cell; `-` and empty are null. */
export function numberCell(cell: string | undefined): number | null {
  return cell === undefined || cell === '' || cell === '-' ? null : Number(cell);
}

/** Lower case without anything but letters and digits, for matching names however they are written. */
export function nameKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '');
}
