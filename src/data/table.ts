/** Compact text tables that are parsed once, on first use, so that loading the program costs nothing. */

/** Wraps `make` so that it runs on the first call only. */
export function lazy<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => (value ??= { made: make() }).made;
}

/** The rows of a `|` separated table, blank lines and `#` comments left out; cells are trimmed. */
export function rowsOf(text: string): readonly (readonly string[])[] {
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
