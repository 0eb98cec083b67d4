/** Whatever a program is asked, the answer is asked for again when a statement elsewhere changes it. */
import assert from 'node:assert/strict';
import { createModel } from '../../../src/core/model/build';
import type { Model } from '../../../src/core/model/model';
import { perModel, perModelAnd } from '../../../src/core/model/per-model';
import type { Node } from '../../../src/core/syntax/ast';
import { syntaxSession } from '../../support/grammar';

const TEXT = 'import os\n\n\ndef first(x):\n    return x\n\n\nspare = 1\n\n\ndef last(y):\n    return y\n';

/** What is asked, and what takes the place of `spare = 1`. */
const LOOK_UPS: Readonly<Record<string, readonly [ask: (model: Model) => number | boolean, statement: string]>> = {
  names: [({ program }) => program.names('os').length, 'spare = os'],
  attributes: [({ program }) => program.attributes('name').length, 'spare = os.name'],
  'calls of a name': [({ program }) => program.calls('first').length, 'first(1)'],
  'calls of a method': [({ program }) => program.calls('fork').length, 'os.fork()'],
  'called names': [({ program }) => [...program.calledNames()].length, 'spare(1)'],
  imports: [({ program }) => program.imports.length, 'import re'],
  functions: [({ program }) => program.functions.length, 'def spare(): pass'],
  classes: [({ program }) => program.classes.length, 'class spare: pass'],
  loops: [({ program }) => program.loops.length, 'for one in "a": pass'],
  withs: [({ program }) => program.withs.length, 'with os: pass'],
  comments: [({ program }) => program.comments.length, 'spare = 1  # one'],
  mentions: [({ program }) => program.mentions('wanted'), 'spare(wanted=1)'],
  first: [({ program }) => program.first(/want(ed)?/) !== undefined, 'spare = "wanted"'],
  'the statements of the module': [({ program }) => program.module.body.length, 'spare = 1; more = 2'],
  'bindings of the module': [({ program }) => program.module.scope.bindings('other').length, 'other = 1'],
  'assignments of the module': [({ program }) => program.module.scope.assignments().length, 'spare = other = 1'],
  'names of the module': [({ program }) => [...program.module.scope.names()].length, 'spare, more = 1, 2'],
};

describe('answers read from a program', () => {
  for (const [what, [ask, statement]] of Object.entries(LOOK_UPS)) {
    it(`are found again when ${what} change`, async () => {
      const document = (await syntaxSession()).open(TEXT);
      const { tracker, program } = document.tracked;
      const facts = { path: '', kind: 'module', accelerator: null, isTest: false, surroundings: [] } as const;
      const model = createModel(program, facts, { tracker });
      // As text, because an answer with numbers holds for one version only.
      const answer = perModel((one): string => String(ask(one)));
      const before = answer(model);
      const start = TEXT.indexOf('spare = 1');
      const oldEnd = start + 'spare = 1'.length;
      const text = TEXT.slice(0, start) + statement + TEXT.slice(oldEnd);
      document.update(text, { start, oldEnd, newEnd: start + statement.length });
      assert.equal(document.tracked.tracker, tracker);
      const after = answer(model);
      assert.notEqual(after, before);
      document.dispose();
    });
  }

  it('are found again for a statement that moves into a loop', async () => {
    const before = 'x = 1\nfirst(x)\n';
    const after = 'for x in xs:\n    first(x)\n';
    const document = (await syntaxSession()).open(before);
    const { tracker, program } = document.tracked;
    const facts = { path: '', kind: 'module', accelerator: null, isTest: false, surroundings: [] } as const;
    const model = createModel(program, facts, { tracker });
    const around = perModelAnd((_: typeof model, node: Node): string => node.parent?.parent?.kind ?? '');
    const ask = (): string =>
      program
        .calls('first')
        .map((call) => around(model, call))
        .join();
    assert.equal(ask(), 'module');
    document.update(after, { start: 0, oldEnd: before.indexOf('first'), newEnd: after.indexOf('first') });
    assert.equal(document.tracked.tracker, tracker);
    assert.equal(ask(), 'for');
    document.dispose();
  });
});
