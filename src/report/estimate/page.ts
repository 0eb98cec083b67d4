/** A page as plain data, and how it is written as Markdown and for a terminal. */
import { visible } from '../escape';

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
export const text = (content: string): Block => ({ kind: 'text', text: content });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});

/** Plain text inside Markdown: nothing in it is read as Markdown or HTML. */
export function plainMarkdown(content: string): string {
  return visible(content).replace(/[\\`*_[\]<>|#~@!$]/g, '\\$&');
}

export function markdownOf(blocks: readonly Block[]): string {
  return `${blocks.map(markdownBlock).join('\n\n')}\n`;
}

function markdownBlock(block: Block): string {
  if (block.kind === 'heading') return `${'#'.repeat(block.level)} ${plainMarkdown(block.text)}`;
  if (block.kind === 'text') return plainMarkdown(block.text);
  if (block.kind === 'list') return block.items.map((item) => `- ${plainMarkdown(item)}`).join('\n');
  const line = (cells: readonly string[]) => `| ${cells.map(plainMarkdown).join(' | ')} |`;
  return [line(block.head), line(block.head.map(() => '---')), ...block.rows.map(line)].join('\n');
}

export function terminalOf(blocks: readonly Block[]): string {
  return `${blocks.map(terminalBlock).join('\n\n')}\n`;
}

function terminalBlock(block: Block): string {
  if (block.kind === 'heading') {
    const shown = visible(block.text);
    return block.level === 3 ? `${shown}:` : `${shown}\n${(block.level === 1 ? '=' : '-').repeat(shown.length)}`;
  }
  if (block.kind === 'text') return visible(block.text);
  if (block.kind === 'list') return block.items.map((item) => `  - ${visible(item)}`).join('\n');
  return columns([block.head, ...block.rows]);
}

/** The last column is not padded: sources are long. */
function columns(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(visible));
  const widths = (shown[0] ?? []).map((_, index) => Math.max(...shown.map((row) => (row[index] ?? '').length)));
  const pad = (cell: string, index: number) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - cell.length));
  return shown.map((row) => `  ${row.map(pad).join('  ')}`.trimEnd()).join('\n');
}
