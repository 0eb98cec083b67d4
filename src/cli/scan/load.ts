/** Reads one file as far as a check needs it: refused, without a trigger, or ready for the engine. */
import { readFile, stat } from 'node:fs/promises';
import { composeSource } from '../../core/engine/compose';
import type { Source } from '../../core/engine-types';
import { acceleratorOf } from '../../core/text/notebook/accelerator';
import { parseNotebook } from '../../core/text/notebook/parse';
import { decode, type Decoded } from '../files/decode';
import { type Candidates, isNone } from './candidates';
import type { ScanFile } from './scan';

export interface Subject {
  readonly source: Source;
  readonly bytes: Uint8Array;
  /** The decoded file: the module text, or the JSON of the notebook. */
  readonly decoded: Decoded;
  readonly candidates: Candidates;
}

export type Loaded =
  | { readonly kind: 'subject'; readonly subject: Subject }
  /** No rule could fire. */
  | { readonly kind: 'quiet' }
  /** Not ours to analyse, and not counted: YAML that is no sweep. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'refused'; readonly message: string };

const MOST_BYTES = 2_000_000;
/** Notebooks carry pictures in their outputs; what counts there is the size of the code, which the engine bounds. */
const MOST_NOTEBOOK_BYTES = 64 * 1024 * 1024;
const MOST_LINES = 50_000;

/** The code of a notebook, joined as the engine joins it. */
export interface NotebookCode {
  readonly text: string;
  readonly accelerator: string | null;
  /** False where the engine has something to say of the notebook itself. */
  readonly isWhole: boolean;
}

/** Names the rules that could fire, from raw text or the code of a notebook; `path` is relative to the project. See `prefilter`. */
export type Prefilter = (rawText: string, path: string, notebook?: NotebookCode) => Candidates;

/** The prefilter for the file at an absolute path: its configuration says which rules are on. */
export type PrefilterAt = (path: string) => Prefilter;

/** Every file is looked at, also where no rule could fire. */
export const everyFile: PrefilterAt = () => () => 'all';

const QUIET: Loaded = { kind: 'quiet' };
const FOREIGN: Loaded = { kind: 'foreign' };
/** Nobody writes a sweep this long. */
const MOST_SWEEP_BYTES = 100_000;

const refused = (message: string): Loaded => ({ kind: 'refused', message });

export function isNotebook(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

function examineYaml(path: string, bytes: Uint8Array, prefilter: Prefilter): Loaded {
  if (bytes.length > MOST_SWEEP_BYTES || isNone(askAbout(path, bytes, prefilter))) return FOREIGN;
  const decoded = decode(bytes);
  const source: Source = { kind: 'module', text: decoded.text, language: 'yaml' };
  return { kind: 'subject', subject: { source, bytes, decoded, candidates: 'all' } };
}

function hasTooManyLines(bytes: Uint8Array): boolean {
  if (bytes.length <= MOST_LINES) return false;
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1 && lines <= MOST_LINES; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines > MOST_LINES;
}

function whyTooLarge(path: string, bytes: number): string | null {
  if (isNotebook(path)) return bytes > MOST_NOTEBOOK_BYTES ? 'skipped: larger than 64 MB' : null;
  return bytes > MOST_BYTES ? 'skipped: larger than 2 MB' : null;
}

/** A fast look that spares reading every quiet notebook cell by cell. */
function isWhole(notebook: string): boolean {
  try {
    const root: unknown = JSON.parse(notebook);
    return typeof root === 'object' && root !== null && 'cells' in root && Array.isArray(root.cells);
  } catch {
    return false;
  }
}

function sourceOf(path: string, text: string): Source | { readonly problem: string } {
  if (!isNotebook(path)) return { kind: 'module', text };
  const parsed = parseNotebook(text);
  if (parsed.kind === 'error') return { problem: parsed.message };
  const { cells, metadata } = parsed.notebook;
  return { kind: 'notebook', cells, metadata };
}

function codeOf(source: Extract<Source, { kind: 'notebook' }>): NotebookCode {
  const { text, problems } = composeSource(source);
  return { text, accelerator: acceleratorOf(source.metadata), isWhole: problems.length === 0 };
}

/** Triggers are ASCII, so the bytes can be searched before anything is known of their encoding. */
function askAbout(path: string, bytes: Uint8Array, prefilter: Prefilter): Candidates {
  return prefilter(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), path);
}

/** `path` is relative to the project and says what kind of file the bytes are. A broken notebook is told even where no rule could fire. */
export function examine(path: string, bytes: Uint8Array, prefilter: Prefilter): Loaded {
  if (isYaml(path)) return examineYaml(path, bytes, prefilter);
  const tooLarge = whyTooLarge(path, bytes.length);
  if (tooLarge !== null) return refused(tooLarge);
  if (!isNotebook(path) && hasTooManyLines(bytes)) return refused('skipped: more than 50,000 lines');
  if (bytes.includes(0)) return refused('is not a text file: it contains null bytes');
  const candidates = askAbout(path, bytes, prefilter);
  const quiet = isNone(candidates);
  if (quiet && !isNotebook(path)) return QUIET;
  const decoded = decode(bytes);
  if (quiet && isWhole(decoded.text)) return QUIET;
  const source = sourceOf(path, decoded.text);
  if ('problem' in source) return refused(source.problem);
  if (quiet) return QUIET;
  const named = source.kind === 'notebook' ? prefilter('', path, codeOf(source)) : candidates;
  return isNone(named) ? QUIET : { kind: 'subject', subject: { source, bytes, decoded, candidates: named } };
}

export async function load({ path, inProject }: ScanFile, prefilter: Prefilter): Promise<Loaded> {
  try {
    const stats = await stat(path);
    // A device may have no end; a pipe is what a shell puts in place of a file.
    if (!stats.isFile() && !stats.isFIFO()) return refused('is not a file');
    const tooLarge = isYaml(inProject) ? null : whyTooLarge(inProject, stats.size);
    if (tooLarge !== null) return refused(tooLarge);
    if (isYaml(inProject) && stats.size > MOST_SWEEP_BYTES) return FOREIGN;
    return examine(inProject, await readFile(path), prefilter);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return refused('no such file: it went away or is a dangling link');
    if (code === 'EACCES' || code === 'EPERM') return refused('permission denied');
    return refused(`cannot be read (${code ?? 'unknown reason'})`);
  }
}
