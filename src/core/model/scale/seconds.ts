/** How long a run takes on an ordinary GPU, from its rows, epochs, steps and network: a range, not an estimate. */
import type { RunFacts } from './scale';

/** What cannot be bounded from above is infinite; what cannot be bounded from below is 0. */
export interface Seconds {
  readonly low: number;
  readonly high: number;
}

/** Operations a second in float32 that training reaches on parts from a T4 to an A100: the lower end of 2-10 TFLOP/s. */
const SPEED = 3e12;
/** A forward and a backward pass, which costs twice as much. */
const PASSES = 3;
/** JPEG files that a few loader processes decode and augment in a second. */
const DECODED_A_SECOND = 500;

/** ResNet-18 over pictures of 32 pixels: few networks for such pictures do more for each (He et al. 2016, table 6). */
const MOST_FOR_SMALL_PICTURES = 1.1e9;
const SMALL_PICTURE = 32;
/** A network of 64 and 128 filters over digits. */
const MOST_FOR_DIGITS = 1e8;
const DIGIT = 28;
/** A step of a network that was not seen: one that is written in the program, one of a library. */
const STEP_OF_UNSEEN = 0.05;
const STEP_OF_LIBRARY = 0.5;

/** Rows of a batch that is not known. */
const USUAL_BATCH = 64;

export function secondsOf(run: RunFacts): Seconds {
  const steps = run.steps ?? stepsFrom(run);
  const samples = samplesOf(run, steps);
  const reading = run.decoded && samples !== null ? samples / DECODED_A_SECOND : 0;
  const launching = (steps ?? 0) * run.launch;
  const { flops, complete } = run.network;
  const least = flops === null || samples === null ? 0 : (samples * PASSES * flops) / SPEED;
  const low = launching + least + reading;
  if (steps === null || samples === null || isAtLeast(run)) return { low, high: Infinity };
  if (flops !== null && complete) return { low, high: low };
  return { low, high: Math.max(low, launching + reading + mostArithmetic(run, steps, samples)) };
}

/** Epochs that cannot be read may be any number. */
const isAtLeast = ({ steps, epochs }: RunFacts): boolean => steps === null && epochs === null;

function stepsFrom({ rows, epochs, batch }: RunFacts): number | null {
  return rows === null ? null : (Math.ceil(rows / (batch ?? USUAL_BATCH)) || 1) * (epochs ?? 1);
}

function samplesOf({ rows, epochs, batch, steps: counted }: RunFacts, steps: number | null): number | null {
  if (counted !== null) return counted * Math.min(batch ?? USUAL_BATCH, rows ?? Infinity);
  return steps === null || rows === null ? null : rows * (epochs ?? 1);
}

/** For a network that was not seen in full. */
function mostArithmetic({ network, pixels }: RunFacts, steps: number, samples: number): number {
  if (pixels !== null && pixels <= SMALL_PICTURE && !network.pretrained)
    return (samples * PASSES * (pixels <= DIGIT ? MOST_FOR_DIGITS : MOST_FOR_SMALL_PICTURES)) / SPEED;
  return steps * (network.pretrained ? STEP_OF_LIBRARY : STEP_OF_UNSEEN);
}
