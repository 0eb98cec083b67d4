/** Puts one input through the engine: findings and fixes, an edit, and what must hold of them whatever the text is. */
import { isDeepStrictEqual } from 'node:util';
import type { Analysis, CellSource, Engine, Source } from '../../../src/core/engine-types';
import { applied, drawEdit, type Draw } from '../../support/edits';
import { withOutputs } from '../../support/outputs';
import { config, context } from '../setting';
import type { Input } from './inputs';

/** One input in so many is edited as well, and looked at again. */
const EDITED = 0.1;
const INFO = { path: 'train.py' };

export function sourceOf({ kind, text }: Pick<Input, 'kind' | 'text'>): Source {
  if (kind === 'module') return { kind, text };
  const cells = text
    .split(/\n{3,}|\n(?=def |class |for )/)
    .map((one): CellSource => ({ kind: 'code', text: one.replace(/\r\n?/g, '\n') }));
  return { kind, cells: withOutputs(cells, 'place'), metadata: { accelerator: 'GPU' } };
}

/** What is wrong, or null. Throws what the engine throws. */
export function tryInput(engine: Engine, input: Input, draw: Draw): string | null {
  const source = sourceOf(input);
  engine.open('input', source, INFO);
  try {
    const analysis = engine.analyse('input', config, context);
    return (
      faultOf(analysis) ?? faultOfFixes(engine, analysis) ?? (draw() < EDITED ? edited(engine, input, draw) : null)
    );
  } finally {
    engine.close('input');
  }
}

function faultOf({ findings, problems, text }: Analysis): string | null {
  const failed = problems.find((problem) => problem.includes('failed'));
  if (failed !== undefined) return failed;
  const outside = findings.find(({ span }) => span.start < 0 || span.end < span.start || span.end > text.length);
  return outside ? `${outside.rule}: its span is not in the text` : null;
}

/** Edits of a fix lie in the text and do not overlap. */
function faultOfFixes(engine: Engine, { findings, text }: Analysis): string | null {
  for (const { rule, fixes } of findings) {
    for (const fix of fixes) {
      const spans = [...(engine.completeFix('input', fix)?.edits ?? [])]
        .map(({ span }) => span)
        .sort((a, b) => a.start - b.start);
      const bad = spans.some(
        ({ start, end }, at) => start > end || end > text.length || start < (spans[at - 1]?.end ?? 0),
      );
      if (bad) return `${rule}: the edits of "${fix.title}" overlap or leave the text`;
    }
  }
  return null;
}

/** An edited document says what a fresh one says. */
function edited(engine: Engine, input: Input, draw: Draw): string | null {
  const edit = drawEdit(input.text, draw, []);
  if (edit === undefined) return null;
  const text = applied(input.text, edit);
  const source = sourceOf({ ...input, text });
  if (input.kind === 'notebook') engine.replace('input', source);
  else engine.edit('input', [{ span: { start: edit.start, end: edit.end }, newText: edit.newText }]);
  const carried = shown(engine.analyse('input', config, context));
  engine.open('fresh', source, INFO);
  const fresh = shown(engine.analyse('fresh', config, context));
  engine.close('fresh');
  return isDeepStrictEqual(carried, fresh)
    ? null
    : `after ${JSON.stringify(edit)} it says something else than a fresh one`;
}

const shown = ({ timings: _, ...analysis }: Analysis): unknown => JSON.parse(JSON.stringify(analysis));
