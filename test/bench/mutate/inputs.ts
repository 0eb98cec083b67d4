/** Inputs of the mutation run: pieces of real files, changed at random. The number of an input and the seed say all about it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isNone } from '../../../src/cli/scan/candidates';
import { prefilter } from '../../../src/cli/scan/prefilter';
import { rules } from '../../../src/core/rules/registry';
import { parseNotebook } from '../../../src/core/text/notebook/parse';
import { applied, drawEdit, pick, type Draw } from '../../support/edits';
import { damage } from './damage';

export interface Input {
  readonly kind: 'module' | 'notebook';
  readonly text: string;
  /** The file that the piece is from, for people. */
  readonly from: string;
}

interface Code {
  readonly path: string;
  readonly text: string;
}

const MOST_BYTES = 300_000;
/** Files that are held in memory, the first by name of those in which a rule could fire, and some of the others. */
const MOST_FILES = 1500;
const SHORTEST = 20;
const LONGEST = 200;
/** Lines of imports that a piece keeps from the head of its file, without which rules know no name. */
const HEAD = 25;

export interface Corpus {
  readonly likely: readonly Code[];
  readonly others: readonly Code[];
}

export function readCorpus(folder: string): Corpus {
  const candidates = prefilter(rules.map(({ meta }) => meta));
  const [likely, others]: [Code[], Code[]] = [[], []];
  const isLikely = (path: string): boolean =>
    likely.length < MOST_FILES && !isNone(candidates(readFileSync(path, 'latin1'), path));
  for (const path of walk(folder)) {
    const list = isLikely(path) ? likely : others;
    const text = list.length < MOST_FILES ? codeOf(path) : '';
    if (text.trim() !== '') list.push({ path, text });
    if (likely.length + others.length >= 2 * MOST_FILES) break;
  }
  if (likely.length === 0) throw new Error(`${folder} holds no Python file in which a rule could fire`);
  return { likely, others: others.length > 0 ? others : likely };
}

/** By name, so that the same folder gives the same inputs everywhere. */
function* walk(folder: string): Iterable<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) yield* walk(path);
    if (entry.isFile() && /\.(py|ipynb)$/.test(entry.name) && statSync(path).size <= MOST_BYTES) yield path;
  }
}

function codeOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.ipynb')) return text;
  const parsed = parseNotebook(text);
  if (parsed.kind === 'error') return '';
  return parsed.notebook.cells.flatMap(({ kind, text: code }) => (kind === 'code' ? [code] : [])).join('\n\n');
}

/** A piece of 20 to 200 lines with up to eight changes: half of them as a person makes them, half that break something. */
export function inputOf(corpus: Corpus, draw: Draw): Input {
  const { path, text } = pick(draw, draw() < 0.85 ? corpus.likely : corpus.others) ?? { path: '', text: '' };
  let piece = pieceOf(text, draw);
  for (let count = 1 + Math.floor(draw() * 8); count > 0; count -= 1) {
    const other = (): string => pieceOf(pick(draw, corpus.likely)?.text ?? '', draw);
    if (draw() < 0.5) {
      const edit = drawEdit(piece, draw, draw() < 0.1 ? [other()] : []);
      piece = edit ? applied(piece, edit) : piece;
    } else piece = damage(piece, draw, other);
  }
  return { kind: draw() < 0.15 ? 'notebook' : 'module', text: piece, from: path };
}

function pieceOf(text: string, draw: Draw): string {
  const lines = text.split('\n');
  const length = Math.floor(SHORTEST * (LONGEST / SHORTEST) ** draw());
  const start = Math.floor(draw() * Math.max(1, lines.length - length));
  const imports = lines.slice(0, Math.min(start, 200)).filter((line) => /^(import|from) /.test(line));
  return [...imports.slice(0, HEAD), ...lines.slice(start, start + length)].join('\n');
}
