/** What an edit leaves alone is not found again. */
import assert from 'node:assert/strict';
import { RuleAnswers } from '../../../src/core/engine/run-rules';
import { createModel } from '../../../src/core/model/build';
import type { Model } from '../../../src/core/model/model';
import type { Rule } from '../../../src/core/rules/rule';
import { rules } from '../../../src/core/rules/registry';
import { perSite } from '../../../src/core/rules/shared/per-site';
import type { Call } from '../../../src/core/syntax/ast';
import type { SyntaxDocument } from '../../../src/core/syntax/session';
import { syntaxSession } from '../../support/grammar';

const TEXT = `import keras
EPOCHS = 30

def first(model, x, y):
    model.fit(x, y, epochs=EPOCHS)

def second(model, x, y):
    model.fit(x, y, epochs=40)

def helper(rows):
    return sum(rows)
`;

/** A rule that notes each site it looks at and reads the epochs of. */
function counting(seen: (number | undefined)[]): Rule {
  const at = perSite(
    (call: Call) => call,
    (model, call) => {
      const given = call.args.find((one) => one.name === 'epochs')?.value;
      const [only] = given ? model.value(given).alternatives : [];
      seen.push(only?.type === 'number' ? only.value : undefined);
      return [];
    },
  );
  const [some] = rules;
  assert.ok(some);
  return {
    meta: { ...some.meta, id: 'counting' },
    *check(model, context) {
      for (const call of model.program.calls('fit')) yield* at(model, call, context);
    },
  };
}

describe('rules over edits', () => {
  let document: SyntaxDocument;
  let model: Model;
  let ask: () => readonly (number | undefined)[];

  beforeEach(async () => {
    document = (await syntaxSession()).open(TEXT);
    const { tracker, program } = document.tracked;
    model = createModel(
      program,
      { path: '', kind: 'module', accelerator: null, isTest: false, surroundings: [] },
      { tracker },
    );
    const answers = new RuleAnswers(tracker);
    const seen: (number | undefined)[] = [];
    const rule = counting(seen);
    ask = () => {
      seen.length = 0;
      answers.of(rule, model, {});
      return [...seen];
    };
    assert.deepEqual(ask(), [30, 40]);
  });

  afterEach(() => document.dispose());

  function replace(old: string, now: string): void {
    const start = document.text.indexOf(old);
    const text = document.text.replace(old, () => now);
    document.update(text, { start, oldEnd: start + old.length, newEnd: start + now.length });
  }

  it('are not asked when only a helper changed', () => {
    replace('sum(rows)', 'sum(rows, 1)');
    assert.deepEqual(ask(), []);
  });

  it('look again at the site that changed, and at no other', () => {
    replace('epochs=40', 'epochs=41');
    assert.deepEqual(ask(), [41]);
  });

  it('look again where a constant of another statement is used', () => {
    replace('EPOCHS = 30', 'EPOCHS = 31');
    assert.deepEqual(ask(), [31]);
  });

  it('look at everything again after a syntax error', () => {
    const { tracker } = document.tracked;
    replace('sum(rows)', 'sum(rows');
    replace('sum(rows', 'sum(rows)');
    assert.notEqual(document.tracked.tracker, tracker);
  });
});

describe('what names stand for over edits', () => {
  const CYCLE = `from torchvision import models
def build():
    return models.resnet18()
model = build().cuda()
probe(model)
`;

  it('forgets what it stood for where the edit makes it depend on itself', async () => {
    const document = (await syntaxSession()).open(CYCLE);
    const { tracker, program } = document.tracked;
    const model = createModel(
      program,
      { path: '', kind: 'module', accelerator: null, isTest: false, surroundings: [] },
      { tracker },
    );
    const built = (): readonly string[] => {
      const [call] = model.program.calls('build');
      assert.ok(call);
      return model.origins(call).map((one) => (one.kind === 'result' ? one.of : one.kind));
    };
    const probed = (): number => {
      const given = model.program.calls('probe')[0]?.args[0]?.value;
      assert.ok(given);
      return model.origins(given).length;
    };
    assert.deepEqual([built(), probed()], [['torchvision.models.resnet18'], 1]);
    const start = CYCLE.indexOf('models.resnet18') + 'model'.length;
    document.update(CYCLE.slice(0, start) + CYCLE.slice(start + 1), { start, oldEnd: start + 1, newEnd: start });
    assert.deepEqual([built(), probed()], [[], 0]);
    document.dispose();
  });
});
