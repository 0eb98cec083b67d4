/** What a `callbacks=` argument holds, and whether any of it ends training early. */
import assert from 'node:assert/strict';
import { callOf, modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

const IMPORTS = `from tensorflow import keras
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint, TerminateOnNaN
import lightning as L
`;

/** `members/complete/stops` of the argument of the one `fit(...)`. */
function callbacks(text: string): { members: number; complete: boolean; stops: boolean; literal: boolean } {
  const model = modelOf(IMPORTS + text);
  const argument = callOf(model, 'fit').args.find((one) => one.name === 'callbacks');
  const facts = model.callbacks(argument?.value ?? null);
  return {
    members: facts.members.length,
    complete: facts.complete,
    stops: facts.stops,
    literal: facts.literal !== null,
  };
}

const holds = (why: string, text: string, expected: Partial<ReturnType<typeof callbacks>>): void =>
  void it(why, () => {
    const found = callbacks(text);
    const asked = Object.fromEntries(Object.keys(expected).map((key) => [key, found[key as keyof typeof found]]));
    assert.deepEqual(asked, expected);
  });

describe('callbacks', () => {
  before(loadParser);

  holds('that are not given are none', 'fit(x)', { members: 0, complete: true, stops: false });
  holds('that are None are none', 'fit(callbacks=None)', { members: 0, complete: true, stops: false });
  holds('in a list', 'fit(callbacks=[ModelCheckpoint("m")])', {
    members: 1,
    complete: true,
    stops: false,
    literal: true,
  });
  holds('that stop', 'fit(callbacks=[ModelCheckpoint("m"), EarlyStopping()])', { members: 2, stops: true });
  holds('that only stop at not-a-number do not stop', 'fit(callbacks=[TerminateOnNaN()])', { stops: false });
  holds('in a variable', 'cbs = [EarlyStopping()]\nfit(callbacks=cbs)', { members: 1, complete: true, stops: true });
  holds('in a variable of their own', 'stop = EarlyStopping()\nfit(callbacks=[stop])', { stops: true, complete: true });
  holds('given alone', 'stop = L.pytorch.callbacks.EarlyStopping("loss")\nfit(callbacks=stop)', { stops: true });
  holds('that are appended', 'cbs = []\ncbs.append(EarlyStopping())\nfit(callbacks=cbs)', { members: 1, stops: true });
  holds(
    'that are appended on a condition count',
    'cbs = []\nif x:\n  cbs.append(EarlyStopping())\nfit(callbacks=cbs)',
    { stops: true },
  );
  holds('that extend a list', 'cbs = [ModelCheckpoint("m")]\ncbs += [EarlyStopping()]\nfit(callbacks=cbs)', {
    members: 2,
    stops: true,
  });
  holds('from a function', 'def make():\n  return [EarlyStopping()]\nfit(callbacks=make())', {
    members: 1,
    complete: true,
    stops: true,
  });
  holds('added up', 'a = [ModelCheckpoint("m")]\nfit(callbacks=a + [EarlyStopping()])', { members: 2, stops: true });
  holds('that are one of two', 'fit(callbacks=[EarlyStopping() if x else ModelCheckpoint("m")])', {
    members: 2,
    stops: true,
  });
  holds(
    'of self',
    'class T:\n  def __init__(self):\n    self.cbs = [EarlyStopping()]\n  def go(self):\n    fit(callbacks=self.cbs)',
    { stops: true, complete: true },
  );
  holds('that cannot be followed are incomplete', 'fit(callbacks=load())', { complete: false, stops: false });
  holds('of which one cannot be followed are incomplete', 'fit(callbacks=[mystery])', { complete: false });
  holds('of a parameter without callers are incomplete', 'def f(cbs):\n  fit(callbacks=cbs)', { complete: false });
  holds('of a parameter are what callers pass', 'def f(cbs):\n  fit(callbacks=cbs)\nf(cbs=[EarlyStopping()])', {
    complete: true,
    stops: true,
  });
});

describe('own callbacks', () => {
  before(loadParser);

  const own = (body: string): string =>
    `class Mine(keras.callbacks.Callback):\n  def on_epoch_end(self, epoch, logs=None):\n    ${body}\nfit(callbacks=[Mine()])`;
  holds('that set stop_training stop', own('self.model.stop_training = True'), { stops: true, complete: true });
  holds('that only print do not', own('print(epoch)'), { stops: false, complete: true });
  holds('derived from one that stops stop', 'class Mine(EarlyStopping): pass\nfit(callbacks=[Mine()])', {
    stops: true,
  });
});
