/** Reads a rule's page: its prose by heading and its flagged and clean cases, which are both documentation and test. */
import type { Severity } from '../../src/core/rules/rule';
import type { NotebookMetadata } from '../../src/core/text/notebook/metadata';

export const HEADINGS = [
  'What is flagged',
  'Why it wastes energy',
  'When to ignore it',
  'The fix',
  'Flagged',
  'Clean',
] as const;

/** `# finding: warning "message"` at the end of a line: the finding starts on that line. */
export interface Marker {
  /** Index among all cells; 0 for a module. */
  readonly cell: number;
  /** 0-based line in the cell or module. */
  readonly line: number;
  readonly severity: Exclude<Severity, 'off'>;
  readonly message: string | null;
}

export interface Expected {
  /** Title of the fix, or null for the first one. */
  readonly title: string | null;
  readonly text: string;
  /** Null when the metadata of the notebook stay as they are. */
  readonly metadata: NotebookMetadata | null;
}

export interface Case {
  readonly kind: 'flagged' | 'clean';
  readonly reason: string;
  /** 1-based line of the code in the page. */
  readonly at: number;
  readonly notebook: boolean;
  /** What a first line `# metadata: {...}` of a notebook says; empty when there is none. */
  readonly metadata: NotebookMetadata;
  /** The path the code pretends to have. */
  readonly path: string;
  /** The code without markers; for a notebook its cells, each starting with a `# %%` line. */
  readonly text: string;
  readonly markers: readonly Marker[];
  readonly expected: readonly Expected[];
  /** The reason after `No fix:`, null when the finding must offer one. */
  readonly noFix: string | null;
  readonly surroundings: readonly { readonly path: string; readonly text: string }[];
}

export interface Page {
  readonly id: string;
  readonly summary: string;
  readonly headings: readonly string[];
  readonly prose: ReadonlyMap<string, string>;
  readonly cases: readonly Case[];
}

interface Fence {
  readonly info: string;
  readonly at: number;
  readonly text: string;
}
type Block = Fence | string;

export function parsePage(text: string): Page {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, index) => (/^## /.test(line) && !insideFence(lines, index) ? [index] : []));
  const sections = starts.map((start, index) => ({
    title: lines[start]!.slice(3).trim(),
    first: start + 1,
    lines: lines.slice(start + 1, starts[index + 1] ?? lines.length),
  }));
  const head = lines.slice(0, starts[0] ?? lines.length).filter((line) => line.trim() !== '');
  return {
    id: head[0]?.replace(/^# /, '') ?? '',
    summary: head.slice(1).join(' '),
    headings: sections.map((section) => section.title),
    prose: new Map(sections.map((section) => [section.title, section.lines.join('\n').trim()])),
    cases: sections.flatMap((section) => {
      if (section.title !== 'Flagged' && section.title !== 'Clean') return [];
      return casesOf(section.title === 'Flagged' ? 'flagged' : 'clean', blocksOf(section.lines, section.first));
    }),
  };
}

function insideFence(lines: readonly string[], index: number): boolean {
  return lines.slice(0, index).filter((line) => line.startsWith('```')).length % 2 === 1;
}

/** Paragraphs as strings and fenced blocks, in order. */
function blocksOf(lines: readonly string[], first: number): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (!line.startsWith('```')) {
      if (line.trim() !== '') blocks.push(line.trim());
      continue;
    }
    const end = lines.findIndex((other, index) => index > at && other === '```');
    if (end < 0) throw new Error(`the fence opened at line ${first + at + 1} is never closed`);
    blocks.push({
      info: line.slice(3).trim(),
      at: first + at + 2,
      text: lines.slice(at + 1, end).join('\n') + (end > at + 1 ? '\n' : ''),
    });
    at = end;
  }
  return blocks;
}

/** A case is its reason, the code, and what follows up to the next reason. */
function casesOf(kind: Case['kind'], blocks: readonly Block[]): Case[] {
  const groups: { reason: string; noFix: string | null; fences: Fence[] }[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (typeof block !== 'string') last?.fences.push(block);
    else if (block.startsWith('No fix: ') && last) last.noFix = block.slice('No fix: '.length);
    else groups.push({ reason: block, noFix: null, fences: [] });
  }
  return groups.map(({ reason, noFix, fences }) => caseOf(kind, reason, noFix, fences));
}

function caseOf(kind: Case['kind'], reason: string, noFix: string | null, fences: readonly Fence[]): Case {
  const code = fences.find((fence) => isPython(fence) && !isFixed(fence));
  if (!code) throw new Error(`no code follows "${reason}"`);
  const notebook = /^python notebook\b/.test(code.info);
  const { metadata, text: body } = withoutMetadata(code);
  return {
    kind,
    reason,
    at: code.at,
    notebook,
    metadata: metadata ?? {},
    path: fileOf(code) ?? (notebook ? 'train.ipynb' : 'train.py'),
    text: body.replace(new RegExp(MARKER, 'gm'), ''),
    markers: markersOf(body, notebook ? -1 : 0),
    expected: fences
      .filter(isFixed)
      .map((fence) => ({ title: /fixed: (.*)$/.exec(fence.info)?.[1] ?? null, ...withoutMetadata(fence) })),
    noFix,
    surroundings: fences.flatMap((fence) => {
      const path = isPython(fence) ? undefined : fileOf(fence);
      return path ? [{ path, text: fence.text }] : [];
    }),
  };
}

/** What the first line says of a notebook's metadata, and what follows. */
function withoutMetadata({ info, text }: Fence): Pick<Expected, 'text' | 'metadata'> {
  const first = /^python notebook\b/.test(info) ? /^# metadata: (\{.*\})\n/.exec(text) : null;
  if (!first) return { metadata: null, text };
  return { metadata: JSON.parse(first[1]!) as NotebookMetadata, text: text.slice(first[0].length) };
}

const isPython = (fence: Fence): boolean => /^python\b/.test(fence.info);
const isFixed = (fence: Fence): boolean => /^python( notebook)? fixed\b/.test(fence.info);
const fileOf = (fence: Fence): string | undefined => /\bfile=(\S+)/.exec(fence.info)?.[1];

const MARKER = ' *# finding: (warning|information|hint)(?: "([^"]*)")?$';

/** `first` is -1 for a notebook, whose first row opens cell 0. */
function markersOf(text: string, first: number): Marker[] {
  let cell = first;
  let line = -1;
  const markers: Marker[] = [];
  for (const row of text.split('\n')) {
    if (first < 0 && isCellStart(row)) {
      cell += 1;
      line = -1;
      continue;
    }
    line += 1;
    const match = new RegExp(MARKER).exec(row);
    if (match) markers.push({ cell, line, severity: match[1] as Marker['severity'], message: match[2] ?? null });
  }
  return markers;
}

const isCellStart = (row: string): boolean => /^# %%/.test(row);

/** The cells of a notebook case; `# %% [markdown]` starts a text cell. */
export function cellsOf(text: string): { kind: 'code' | 'markup'; text: string }[] {
  const cells: { kind: 'code' | 'markup'; lines: string[] }[] = [];
  for (const row of text.replace(/\n$/, '').split('\n')) {
    if (isCellStart(row)) cells.push({ kind: row.includes('[markdown]') ? 'markup' : 'code', lines: [] });
    else cells.at(-1)?.lines.push(row);
  }
  return cells.map(({ kind, lines }) => ({ kind, text: lines.join('\n') }));
}
