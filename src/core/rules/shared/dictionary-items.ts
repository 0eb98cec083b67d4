/** Adds entries to a dictionary display, in the layout that it has. */
import { appendItem } from '../../fixes/items';
import type { Dict } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';

/** `entries` are written like `"key": value`; undefined when the display does not end in a brace. */
export function appendEntries(dictionary: Dict, text: string, entries: readonly string[]): TextEdit[] | undefined {
  const [open, close] = [dictionary.start, dictionary.end - 1];
  const [first, ...rest] = entries;
  if (text[open] !== '{' || text[close] !== '}' || first === undefined) return undefined;
  const items = dictionary.entries.map(({ key, value }) => ({
    start: key ? key.start : value.start - 2,
    end: value.end,
  }));
  const edits = appendItem(text, { open, close, items }, first);
  if (rest.length === 0) return edits;
  // The first entry carries the layout: what stands before it stands before the others too.
  return edits.map((edit) => {
    const at = edit.newText.indexOf(first);
    if (at < 0) return edit;
    const space = /(\s*)$/.exec(edit.newText.slice(0, at))?.[1] ?? '';
    const separator = `,${space.includes('\n') ? space : ' '}`;
    const all = [first, ...rest].join(separator);
    return { ...edit, newText: edit.newText.slice(0, at) + all + edit.newText.slice(at + first.length) };
  });
}
