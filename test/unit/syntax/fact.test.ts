/** Answers that know what they were read from. */
import assert from 'node:assert/strict';
import { Cell, Fact, observe, read } from '../../../src/core/syntax/fact';

/** An answer that counts how often it was found. */
function counted(clock: { version: number }, compute: () => number): { get: () => number; times: () => number } {
  let times = 0;
  const find = (): number => {
    times += 1;
    return compute();
  };
  const fact: Fact<number> = new Fact(clock, observe(find), renew);
  function renew(): void {
    const before = fact.value;
    const computed = observe(find);
    fact[computed.value === before ? 'confirm' : 'replace'](computed);
  }
  const get = (): number => {
    fact.refresh();
    read(fact);
    return fact.value;
  };
  return { get, times: () => times };
}

describe('kept answers', () => {
  const clock = { version: 1 };

  it('are found again only when something that they were read from changed', () => {
    const [epochs, batch] = [new Cell(), new Cell()];
    let value = 3;
    const answer = counted(clock, () => {
      read(epochs);
      return value;
    });
    batch.change((clock.version += 1));
    assert.equal(answer.get(), 3);
    assert.equal(answer.times(), 1);
    value = 5;
    epochs.change((clock.version += 1));
    assert.equal(answer.get(), 5);
    assert.equal(answer.times(), 2);
  });

  it('leave readers alone when they turn out the same', () => {
    const epochs = new Cell();
    let value = 7;
    const parity = counted(clock, () => {
      read(epochs);
      return value % 2;
    });
    const reader = counted(clock, () => parity.get() * 10);
    value = 9;
    epochs.change((clock.version += 1));
    assert.equal(reader.get(), 10);
    assert.deepEqual([parity.times(), reader.times()], [2, 1]);
    value = 10;
    epochs.change((clock.version += 1));
    assert.equal(reader.get(), 0);
    assert.deepEqual([parity.times(), reader.times()], [3, 2]);
  });

  it('do not count what a computation inside read as read outside', () => {
    const inside = new Cell();
    const { sources } = observe(() => observe(() => read(inside)).value);
    assert.equal(sources.size, 0);
  });

  it('make their readers look again when they are dropped', () => {
    const cell = new Cell();
    const inner = new Fact(
      clock,
      observe(() => read(cell)),
      () => undefined,
    );
    const outer = new Fact(
      clock,
      observe(() => read(inner)),
      () => undefined,
    );
    clock.version += 1;
    inner.drop();
    assert.equal(outer.isFresh(), false);
    assert.equal(cell.readers.size, 0);
  });
});
