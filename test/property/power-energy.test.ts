/** Energy from samples is within 1 % of the exact integral of smooth loads, and covers or reports every moment. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { millis, watts } from '../../src/core/units/quantity';
import { exactly } from '../../src/core/units/range';
import { Integrator } from '../../src/power/accounting';

const SEED = 20261123;

/** `base + swing * sin(2 pi t / period)`, with the period in seconds. */
interface Load {
  readonly base: number;
  readonly swing: number;
  readonly period: number;
}

const load = fc.record({
  base: fc.double({ min: 5, max: 700, noNaN: true }),
  swing: fc.double({ min: 0, max: 0.9, noNaN: true }),
  period: fc.double({ min: 10, max: 3600, noNaN: true }),
});
/** Timers fire late, by up to half an interval. */
const lateness = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 60, maxLength: 900 });

const powerAt = ({ base, swing, period }: Load, at: number): number =>
  base * (1 + swing * Math.sin((2 * Math.PI * at) / 1000 / period));

function exactJoules({ base, swing, period }: Load, from: number, to: number): number {
  const phase = (at: number): number => Math.cos((2 * Math.PI * at) / 1000 / period);
  return base * ((to - from) / 1000 + ((swing * period) / (2 * Math.PI)) * (phase(from) - phase(to)));
}

function add(integrator: Integrator, at: number, power: number | null): void {
  const known = power === null ? null : exactly(watts(power));
  integrator.add({ at: millis(at), wall: millis(at), power: known, missing: 'unknown', cadence: millis(1000) });
}

describe(`energy of synthetic loads (seed ${SEED})`, () => {
  it('is within 1 % of the exact integral at one sample a second', () => {
    fc.assert(
      fc.property(load, lateness, (shape, delays) => {
        const integrator = new Integrator();
        const times = delays.map((delay, index) => index * 1000 + delay);
        for (const at of times) add(integrator, at, powerAt(shape, at));
        const exact = exactJoules(shape, times[0]!, times.at(-1)!);
        assert.ok(Math.abs(integrator.energy().joules.typical / exact - 1) < 0.01);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('covers or reports every moment between the first and the last sample', () => {
    const step = fc.record({
      after: fc.integer({ min: 1, max: 20_000 }),
      power: fc.option(fc.integer({ min: 1, max: 500 })),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 80 }), (steps) => {
        const integrator = new Integrator();
        let at = 0;
        const first = steps[0]!.after;
        for (const { after, power } of steps) add(integrator, (at += after), power);
        const { covered, gapTime, joules } = integrator.energy();
        assert.equal(Math.round(covered + gapTime), at - first);
        assert.ok(joules.typical >= 0 && joules.typical <= (500 * covered) / 1000 + 1e-6);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
