/** Splits the typical values of an estimate into the figures that a person multiplies to check them. */
import { seconds, watts } from '../units/quantity';
import type { Draw } from './draw';
import { product, type Factor } from './spread';
import type { Basis, EstimateContext, HardwareSpec, Step } from './types';

/** Invariant: the steps multiply to the typical time, and with the draw, the PUE and the grid to energy and emissions. */
export function basisOf(
  time: readonly Factor[],
  draw: Draw,
  hardware: HardwareSpec,
  { pue, intensity }: EstimateContext,
): Basis {
  const repeated = time.find((factor) => factor.repeats !== undefined);
  const whole = product(time).middle;
  return {
    steps: stepsOf(time),
    repeats: repeated?.repeats ?? null,
    oneFit: seconds(Math.exp(whole - (repeated?.ln ?? 0))),
    hardware,
    watts: watts(1000 * Math.exp(draw.factor.ln)),
    deviceWatts: watts(draw.deviceWatts),
    pue: pue.value,
    intensity,
  };
}

/** What a sample takes is the largest of these; the first carries it. */
const RIVALS = ['speed', 'input pipeline', 'shortest step'];

function stepsOf(time: readonly Factor[]): readonly Step[] {
  const rivals = time.filter(({ name }) => RIVALS.includes(name));
  const slowest = rivals.map(({ name, value }) => `${name} (${value})`).join(', ');
  const steps = time.map(({ name, value, ln }): Step => ({ name, value, times: Math.exp(ln) }));
  if (rivals.length < 2) return steps;
  return steps
    .filter(({ name }) => !RIVALS.slice(1).includes(name) || name === rivals[0]?.name)
    .map((step) =>
      step.name === rivals[0]?.name ? { ...step, name: 'a sample', value: `the slowest of ${slowest}` } : step,
    );
}
