/** What the last run of a notebook cell printed, as bounded plain text; never part of the code. */

/** `printed`: a stream. `value`: the value of the cell's last expression. `shown`: displayed, pages of HTML without their tags. */
export type OutputForm = 'printed' | 'value' | 'shown';

export interface OutputText {
  readonly form: OutputForm;
  /** `\n` line ends; a line that was drawn again and again stands as it was drawn last. */
  readonly text: string;
}

export interface CellOutputs {
  readonly texts: readonly OutputText[];
  /** Seconds from the start of the cell to its end, where the editor noted both. */
  readonly seconds: number | null;
  /** An exception or an interruption ended the cell. */
  readonly failed: boolean;
}

/** Head and tail of a text that are kept; a run says what it is about to do first, and what came of it last. */
const KEPT = 16 * 1024;
/** Characters at each end that are looked at at all: progress bars may have been redrawn for hours. */
const READ = 512 * 1024;

/** Streams are stored in pieces: a line may go on in the next one. */
export function joinedTexts(texts: readonly OutputText[]): readonly OutputText[] {
  const all: OutputText[] = [];
  for (const one of texts) {
    const last = all.at(-1);
    if (last?.form === 'printed' && one.form === 'printed')
      all[all.length - 1] = { ...last, text: last.text + one.text };
    else all.push(one);
  }
  return all.map(({ form, text }) => ({ form, text: printedText(text) }));
}

/** The text as a terminal would show it, cut in the middle when it is long. */
export function printedText(raw: string): string {
  return cut(redrawn(withoutCodes(cut(raw, READ))), KEPT);
}

/** Pages of HTML are worth keeping where they are a progress table; their text, without tags. */
export function pageText(html: string): string | undefined {
  if (!html.includes('<progress')) return undefined;
  const text = cut(html, KEPT)
    .replace(/<[^<>]*>/g, '\n')
    .replace(/&lt;/g, '<')
    .replace(/\n\s*\n+/g, '\n');
  return text.trim();
}

/** Escape sequences that colour text and move the cursor. */
function withoutCodes(text: string): string {
  // eslint-disable-next-line no-control-regex -- terminals are steered by control characters
  return text.includes('\u001b') ? text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '') : text;
}

/** What is left of each line after its carriage returns and backspaces. */
function redrawn(text: string): string {
  if (!/[\r\b]/.test(text)) return text;
  return text
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => lastDrawn(line))
    .join('\n');
}

/** Progress bars go back to the start of the line before they draw: what stands after the last return is their last state. */
function lastDrawn(line: string): string {
  const states = line.split(/\r|[\b]+/).filter((state) => state.trim() !== '');
  return states.at(-1) ?? '';
}

function cut(text: string, most: number): string {
  return text.length <= 2 * most ? text : `${text.slice(0, most)}\n${text.slice(-most)}`;
}
