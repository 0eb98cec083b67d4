/**
 * What is known of an edited document is what a freshly opened one says: findings, workloads, estimates, problems.
 * The seed is printed; CARRIED_SEED sets another, and CARRIED_RUNS more documents for a long run.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../src/core/engine';
import type { Analysis, Engine, Source } from '../../src/core/engine-types';
import { config, context } from '../bench/setting';
import { random } from '../bench/training-code';
import { cellsOf, parsePage, type Case } from '../rules/page';
import { applied, drawEdit, pick, type Draw } from '../support/edits';
import { grammarBytes } from '../support/grammar';
import { withOutputs } from '../support/outputs';
import '../support/tables';

const SEED = Number(process.env['CARRIED_SEED'] ?? 20261126);
const RUNS = Number(process.env['CARRIED_RUNS'] ?? 60);
const EDITS = 12;
const RULES = join(__dirname, '../../src/core/rules');

const cases: readonly Case[] = readdirSync(RULES, { withFileTypes: true })
  .filter((one) => one.isDirectory() && one.name !== 'shared')
  .flatMap(({ name }) => parsePage(readFileSync(join(RULES, name, 'rule.md'), 'utf8')).cases);

/** Several cases in one text, so that an edit in one of them leaves others alone. */
function drawText(draw: Draw, snippets: readonly string[]): string {
  const count = 1 + Math.floor(draw() * 5);
  return Array.from({ length: count }, () => pick(draw, snippets) ?? '').join('\n\n');
}

/** Cells lose their outputs when they are edited, or keep them, as after a run. */
type Outputs = Parameters<typeof withOutputs>[1];

function asSource(text: string, kind: Source['kind'], outputs: Outputs): Source {
  if (kind === 'module') return { kind, text };
  return { kind, cells: withOutputs(cellsOf(text), outputs), metadata: { accelerator: 'GPU' } };
}

const shown = ({ timings: _, ...analysis }: Analysis): unknown => JSON.parse(JSON.stringify(analysis));

function afresh(engine: Engine, source: Source, info: { path: string; surroundings: Case['surroundings'] }): unknown {
  engine.open('fresh', source, info);
  const analysis = shown(engine.analyse('fresh', config, context));
  engine.close('fresh');
  return analysis;
}

function checkEdits(engine: Engine, kind: Source['kind'], draw: Draw): void {
  const sources = cases.filter((one) => one.notebook === (kind === 'notebook'));
  const snippets = sources.map((one) => one.text);
  const info = { path: 'train.py', surroundings: draw() < 0.2 ? (pick(draw, cases)?.surroundings ?? []) : [] };
  let text = drawText(draw, snippets);
  const outputs: Outputs = draw() < 0.5 ? 'text' : 'place';
  const texts = [text];
  engine.open('edited', asSource(text, kind, outputs), info);
  engine.analyse('edited', config, context);
  for (let count = 0; count < EDITS; count += 1) {
    const edit = drawEdit(text, draw, snippets);
    if (!edit) continue;
    const before = text;
    const isUndone = texts.length > 1 && draw() < 0.15;
    text = isUndone ? (texts.at(-2) ?? text) : applied(text, edit);
    texts.push(text);
    if (kind === 'notebook' || isUndone) engine.replace('edited', asSource(text, kind, outputs));
    else engine.edit('edited', [{ span: { start: edit.start, end: edit.end }, newText: edit.newText }]);
    if (draw() < 0.2) continue;
    const carried = shown(engine.analyse('edited', config, context));
    const fresh = afresh(engine, asSource(text, kind, outputs), info);
    assert.deepEqual(carried, fresh, JSON.stringify({ before, edit, text }));
  }
  engine.close('edited');
}

describe('what is carried over edits', function () {
  this.timeout(0);
  let engine: Engine;
  before(async () => void (engine = await createEngine(grammarBytes())));
  after(() => engine.dispose());

  for (const kind of ['module', 'notebook'] as const) {
    it(`equals what a freshly opened ${kind} says (seed ${SEED}, ${RUNS} texts, ${EDITS} edits each)`, () => {
      for (let run = 0; run < (kind === 'module' ? RUNS : RUNS / 4); run += 1) {
        const seed = SEED + run;
        try {
          checkEdits(engine, kind, random(seed));
        } catch (error) {
          throw new Error(`CARRIED_SEED=${seed} CARRIED_RUNS=1`, { cause: error });
        }
      }
    });
  }
});
