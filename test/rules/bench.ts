/** Runs the cases of rule pages through the engine and applies fixes to them as an editor would. */
import { completeFix } from '../../src/core/fixes/apply';
import type { CompletedFix } from '../../src/core/fixes/completed';
import { createEngine } from '../../src/core/engine';
import type { Analysis, Engine, Source } from '../../src/core/engine-types';
import type { EstimateContext } from '../../src/core/estimate/types';
import type { Config } from '../../src/core/config/types';
import { rules } from '../../src/core/rules/registry';
import type { Finding, Fix } from '../../src/core/rules/rule';
import { applyEdits } from '../../src/core/text/edits';
import { changedMetadata } from '../../src/core/text/notebook/metadata';
import { joinCells } from '../../src/core/text/notebook/module';
import type { Span, TextEdit } from '../../src/core/text/span';
import { gramsPerKilowattHour, pue } from '../../src/core/units/quantity';
import { grammarBytes } from '../support/grammar';
import { loadParser, parse } from '../support/program';
import { type Case, cellsOf } from './page';

const CONFIG: Config = {
  rules: {},
  minimumSeverity: 'hint',
  exclude: [],
  region: null,
  hardware: null,
  pue: null,
  hours: null,
  embodied: false,
};

const CONTEXT: EstimateContext = {
  hardware: null,
  intensity: {
    value: gramsPerKilowattHour(473),
    low: gramsPerKilowattHour(100),
    high: gramsPerKilowattHour(700),
    zone: 'world average (no region chosen)',
    year: 2024,
    source: 'test',
  },
  pue: { value: pue(1.1), low: pue(1), high: pue(1.6), origin: 'prior', source: 'test' },
  hours: null,
};

let engine: Engine | undefined;

/** Call in a `before` hook. */
export async function loadEngine(): Promise<void> {
  await loadParser();
  engine ??= await createEngine(grammarBytes());
}

/** What a rule found in a text, each finding with the cell (0 for a module) and the 0-based line it starts on. */
export interface Looked {
  readonly analysis: Analysis;
  readonly findings: readonly { readonly finding: Finding; readonly cell: number; readonly line: number }[];
}

export function look(one: Case, rule: string): Looked {
  if (!engine) throw new Error('call loadEngine first');
  const modules = one.surroundings.filter(({ path }) => path.endsWith('.py'));
  engine.open('case', sourceOf(one), { path: one.path, surroundings: one.surroundings, modules });
  const analysis = engine.analyse('case', configFor(rule), CONTEXT);
  const placed = analysis.findings
    .filter((finding) => finding.rule === rule)
    .map((finding) => ({ finding, ...lineOf(one, finding.span.start) }));
  engine.close('case');
  return { analysis, findings: placed };
}

/** Rules that are off unless somebody asks for them are asked for. */
function configFor(id: string): Config {
  const isOff = rules.some(({ meta }) => meta.id === id && meta.severity === 'off');
  return isOff ? { ...CONFIG, rules: { [id]: { severity: 'hint', options: {} } } } : CONFIG;
}

function sourceOf({ notebook, text, metadata }: Case): Source {
  return notebook ? { kind: 'notebook', cells: cellsOf(text), metadata } : { kind: 'module', text };
}

/** The cell, counted among all cells, and the line in it. */
function lineOf({ notebook, text }: Case, offset: number): { cell: number; line: number } {
  if (!notebook) return { cell: 0, line: linesBefore(text, offset) };
  const cells = cellsOf(text);
  const region = joinCells(cells).regions.findLast(({ span }) => span.start <= offset);
  if (!region) return { cell: -1, line: -1 };
  return { cell: region.cell, line: linesBefore(cells[region.cell]?.text ?? '', offset - region.span.start) };
}

const linesBefore = (text: string, offset: number): number => text.slice(0, offset).split('\n').length - 1;

/** The module text that a case's text stands for. */
export function moduleText({ notebook, text }: Case): string {
  return notebook ? joinCells(cellsOf(text)).text : text;
}

/** All that a fix changes, with its imports; undefined when it cannot be made. */
export function completed(one: Case, fix: Fix): CompletedFix | undefined {
  const cells = one.notebook ? joinCells(cellsOf(one.text)).regions.map(({ span }) => span) : undefined;
  return completeFix(parse(moduleText(one)), fix, cells);
}

/** The case after a fix; undefined when its edits overlap. */
export function applied(one: Case, { edits, metadata }: CompletedFix): Case | undefined {
  const text = one.notebook ? editedCells(one, edits) : applyEdits(one.text, edits);
  return text === undefined ? undefined : { ...one, text, metadata: changedMetadata(one.metadata, metadata) };
}

function editedCells({ text }: Case, edits: readonly TextEdit[]): string {
  const cells = cellsOf(text);
  const { regions } = joinCells(cells);
  const after = cells.map((cell, index) => {
    const region = regions.find((other) => other.cell === index);
    return region ? applyEdits(cell.text, local(edits, region.span)) : cell.text;
  });
  const heads = text.split('\n').filter((row) => row.startsWith('# %%'));
  return after.map((body, index) => `${heads[index]}\n${body}\n`).join('');
}

function local(edits: readonly TextEdit[], region: Span): TextEdit[] {
  return edits
    .filter(({ span }) => region.start <= span.start && span.end <= region.end)
    .map(({ span, newText }) => ({
      span: { start: span.start - region.start, end: span.end - region.start },
      newText,
    }));
}
