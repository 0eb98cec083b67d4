/** The mean draw of a run, corrected by what its machine drew in measured runs. */
import type { Draw } from '../draw';
import { plain } from '../facts';
import { halfWidth } from '../spread';
import type { HardwareSpec } from '../types';
import { isSameScript, nearest } from './alike';
import { workloadOf } from './measured';
import { posterior, spreadsWithin, type Deviation, type Likeness } from './posterior';
import { machineOf, sigmaOf, type Estimator, type Prepared } from './prepared';
import type { Asked } from './speed';
import { saying, sourcesOf } from './wording';

/**
 * Of ln(draw) on one machine: between runs of a class, between runs of a script, and one run again. Networks of a class lie up to 20 %
 * apart on one machine (Fischer et al. 2022); classes as far as their priors.
 */
const APART = { model: 0.2, configuration: 0.12, run: 0.03 };

export function correctedDraw(asked: Asked, runs: readonly Prepared[], estimator: Estimator): Draw | null {
  const { factor, deviceWatts } = asked.prior.draw;
  if (asked.hardware.draw !== undefined) return null;
  const machine = machineOf(asked.hardware);
  const ofMachine = runs.filter(({ run, hardware }) => run.watts !== null && machineOf(hardware) === machine);
  if (ofMachine.length === 0) return null;
  const metered = nearest(withoutRepeats(ofMachine), (one) => likenessTo(asked, one));
  const deviations = metered.map((one) => deviationOf(one, asked, estimator));
  const prior = sigmaOf([factor]);
  const between = (i: number, j: number): Likeness => {
    const [one, other] = [metered[i], metered[j]];
    return one && other ? likenessBetween(one, other) : 'kind';
  };
  const { mean, variance } = posterior(deviations, between, spreadsWithin(prior, APART));
  const half = halfWidth(Math.min(Math.sqrt(variance), prior));
  const ln = factor.ln + mean;
  const shift = Math.exp(mean);
  const value = `${plain(1000 * Math.exp(ln))} W, x ${plain(shift)} by ${saying(metered, deviations)}`;
  return {
    deviceWatts: deviceWatts * shift,
    factor: { ...factor, value, origin: 'calibrated', source: sourcesOf(metered), ln, down: half, up: half },
  };
}

/** Of runs that nothing is known of only the middle one: they share what is not known, however many they are. */
function withoutRepeats(runs: readonly Prepared[]): readonly Prepared[] {
  const nameless = runs.filter(({ known }) => known === null);
  const middle = [...nameless].sort((a, b) => wattsOf(a) - wattsOf(b))[nameless.length >> 1];
  return runs.filter((one) => one.known !== null || one === middle);
}

function wattsOf({ run }: Prepared): number {
  return run.watts?.mean ?? 0;
}

function likenessTo({ prior, script }: Asked, { known, run }: Prepared): Likeness {
  if (known?.prior.group !== prior.group) return 'kind';
  return isSameScript(run.script, script) ? 'configuration' : 'model';
}

function likenessBetween(one: Prepared, other: Prepared): Likeness {
  if (one.known === null || one.known.prior.group !== other.known?.prior.group) return 'kind';
  return isSameScript(one.run.script, other.run.script) ? 'configuration' : 'model';
}

/** What the processors and boards around a reading of parts or devices are unsure by. */
const PLUG_UNSURE = 0.15;
const DEVICES = 0.1;

function deviationOf(one: Prepared, asked: Asked, estimator: Estimator): Deviation {
  const { run, hardware } = one;
  const { factor, deviceWatts } = (one.known?.prior ?? anyRun(hardware, estimator)).draw;
  const expected = 1000 * Math.exp(factor.ln);
  const atPlug = plugWatts(run.watts ?? { mean: expected, scope: 'plug' }, hardware, expected - deviceWatts);
  const devices = hardware.count === asked.hardware.count ? 0 : DEVICES;
  const unknown = one.known === null ? sigmaOf([factor]) : 0;
  return {
    ln: Math.log(atPlug.watts / expected),
    noise: Math.hypot(atPlug.sigma, devices, unknown),
    likeness: likenessTo(asked, one),
  };
}

/** What a run of which nothing is known would draw. */
function anyRun(hardware: HardwareSpec, estimator: Estimator): ReturnType<Estimator['prior']> {
  return estimator.prior(workloadOf({ kind: 'train', framework: 'torch', stopsEarly: false }), hardware);
}

/**
 * From sensors to the plug. Devices alone: the host as usual, 0.18-0.42 of their limit. Processors, memory and devices: a wall
 * meter beside CodeCarbon read 1.11 times as much and 50 W with a GPU, 1.24 times and 45 W without (raphischer/ai-energy-validation,
 * one desktop); servers and laptops have no screenful of fans and drives of that kind, hence the share only.
 */
function plugWatts(
  { mean, scope }: NonNullable<Prepared['run']['watts']>,
  { kind, generation, count }: HardwareSpec,
  host: number,
): { readonly watts: number; readonly sigma: number } {
  if (scope === 'plug') return { watts: mean, sigma: 0 };
  if (scope === 'devices') return { watts: mean + host, sigma: (0.3 * host) / (mean + host) };
  const share = kind === 'cpu' ? 1.24 : 1.11;
  const isDesktop =
    generation === 'cpu-desktop' ||
    (kind === 'gpu' && count === 1 && /^(turing|ampere|ada|blackwell)$/.test(generation));
  return { watts: share * mean + (isDesktop ? 45 : 0), sigma: PLUG_UNSURE };
}
