/** The scale of a run: whether it is over in a moment, plainly takes long, or cannot be told; with the reason for notes. */
import { secondsOf } from './seconds';
import { type Network, TINY_WEIGHTS } from './network';
import type { Signs } from './signs';

/** `short`: at most a hint is due. `unknown`: nothing says that it is long, or it takes a few minutes. `long`: a real job. */
export type Size = 'short' | 'unknown' | 'long';

export interface Scale {
  readonly size: Size;
  /** Why, as a note of a finding says it. */
  readonly because: string;
  /** A step takes longer to launch than to compute: faster arithmetic is of no use, however long the run is. */
  readonly light: boolean;
}

const ORDER: readonly Size[] = ['short', 'unknown', 'long'];

/** Grows with the length of the run. */
export const lengthOf = ({ size }: Scale): number => ORDER.indexOf(size);

/** What is known of one run; null for what the source does not determine. */
export interface RunFacts {
  /** Examples of one epoch, with whether no more of them are possible. */
  readonly rows: number | null;
  readonly epochs: number | null;
  /** Optimizer steps of the whole run. */
  readonly steps: number | null;
  readonly batch: number | null;
  /** Edge of the pictures; null for other data. */
  readonly pixels: number | null;
  /** Handwritten digits and the like, which ship with libraries for trying things out. */
  readonly toy: boolean;
  /** Pictures are decoded from files, which takes longer than most networks need for them. */
  readonly decoded: boolean;
  readonly network: Network;
  /** Seconds that a step costs however small the network is. */
  readonly launch: number;
  /** So many epochs are a long run where nothing else is known; null where short ones have as many. */
  readonly manyEpochs: number | null;
  /** So few epochs try the code out where nothing else is known; null where long runs have no more. */
  readonly fewEpochs: number | null;
  /** Seconds that the run took, where a notebook printed them: on whatever machine that was. */
  readonly observed: number | null;
  /** Why the data are tiny whatever their number of passes: a handful of rows, a graph of a few thousand nodes. */
  readonly tiny: string | null;
}

/** A run of less, in seconds on an ordinary GPU, is over before anything that is said of it pays. */
const SHORT = 120;
/** From here on a run is worth a warning by its length alone. */
const LONG = 300;
/** What a notebook shows to have taken less is short on any machine. */
const SEEN_SHORT = 60;

/** What was seen, then work, where it can be counted; then what the program shows of its size. */
export function judge(run: RunFacts, signs: Signs): Scale {
  const counted = judgeWork(run, signs);
  if (run.observed === null) return counted;
  if (run.observed < SEEN_SHORT) return { ...counted, size: 'short', because: tookText(run.observed) };
  if (run.observed < LONG || counted.size === 'long') return counted;
  return run.tiny === null ? { ...counted, size: 'long', because: tookText(run.observed) } : counted;
}

/** The note on a run that a notebook timed. */
export const tookText = (seconds: number): string =>
  `it took ${seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`} when this notebook was last run`;

/** Work first, where it can be counted; then what the program shows of its size. */
function judgeWork(run: RunFacts, signs: Signs): Scale {
  const light = isLight(run);
  const scale = (size: Size, because: string): Scale => ({ size, because, light });
  const { low, high } = secondsOf(run);
  if (run.tiny !== null) return scale('short', run.tiny);
  if (high < SHORT) return scale('short', 'the run is over within two minutes on an ordinary GPU');
  if (isTinyNetwork(run) && !isLongWork(run, low)) return scale('short', 'the model has under a million weights');
  if (low >= LONG) return scale('long', 'the run takes many minutes');
  if (run.toy) return scale('short', 'a toy data set is gone through in moments');
  if (high < LONG) return scale('unknown', 'the run takes a few minutes');
  if (signs.short !== null) return scale('short', signs.short);
  const sign = isFewPasses(run) ? null : (networkSign(run) ?? programSign(run, signs) ?? epochSign(run));
  if (sign !== null) return scale('long', sign);
  if (isTrial(run)) return scale('short', 'a few epochs of a network that is not seen here');
  return scale('unknown', 'nothing here says how long the run is');
}

const MANY_EPOCHS = 50;
/** Pictures from here on are no toys, and a convolution over them is work whatever its weights. */
const REAL_PICTURE = 96;

/** Tiny is work, not weights: few filters over many pictures are none. */
function isLongWork({ network, epochs, rows, pixels }: RunFacts, low: number): boolean {
  if (!network.convolutional) return false;
  return low >= LONG || (rows === null && ((epochs ?? 0) >= MANY_EPOCHS || (pixels ?? 0) >= REAL_PICTURE));
}

/** Collections of pictures hold thousands, which is minutes only for many passes. */
function programSign(run: RunFacts, { long, images }: Signs): string | null {
  if (isShallow(run)) return null;
  return long ?? ((run.epochs ?? 0) >= MANY_EPOCHS ? images : null);
}

function epochSign({ epochs, manyEpochs, network }: RunFacts): string | null {
  return manyEpochs !== null && !network.narrow && (epochs ?? 0) >= manyEpochs ? 'the run has many epochs' : null;
}

function isTinyNetwork({ network }: RunFacts): boolean {
  if (network.overTable) return true;
  return network.complete && network.weights !== null && network.weights < TINY_WEIGHTS;
}

/**
 * Backward and update double and triple the work of a forward pass; T4 to A100 hold 2 to 10 TFLOP/s in float32. Linear layers
 * use each weight once, so a few millions of them are light as well; half the time is asked for there, which a T4 keeps to.
 */
function isLight(run: RunFacts): boolean {
  const { network, launch, batch, pixels } = run;
  const isTiny = isTinyNetwork(run);
  if (network.flops === null || (pixels ?? 0) >= REAL_PICTURE) return false;
  const isDense = network.dense && network.complete && (network.weights ?? Infinity) < LARGE_NETWORK;
  if (!isTiny && !isDense) return false;
  return ((batch ?? 64) * 3 * network.flops) / 3e12 < (isTiny ? launch : launch / 2);
}

/** A layer or two, as a logistic regression has, make no long run of a program because it is launched like one. */
function isShallow({ network: { layers, convolutional, deep, pretrained } }: RunFacts): boolean {
  return layers > 0 && layers <= 2 && !convolutional && !deep && !pretrained;
}

const LARGE_NETWORK = 10_000_000;
const DEEP = 20;

/** A pass or two over a small set ends within minutes; with so many weights it does not. */
const FEW_PASSES = 2;
const HUGE_NETWORK = 1_000_000_000;

/** A pass or two over data of unknown size may be one of a small set. */
const isFewPasses = ({ network, epochs }: RunFacts): boolean =>
  epochs !== null && epochs <= FEW_PASSES && (network.weights ?? 0) < HUGE_NETWORK;

/** Whoever tries a library out sets an epoch or two, and takes network and data from it. */
function isTrial({ network, rows, epochs, fewEpochs }: RunFacts): boolean {
  const isUnseen = network.weights === null && network.layers === 0 && !network.pretrained && !network.deep;
  return fewEpochs !== null && isUnseen && rows === null && (epochs ?? Infinity) <= fewEpochs;
}

/** A network that nobody trains for seconds. Linear layers use each of their weights once, so millions of them say little. */
function networkSign(run: RunFacts): string | null {
  const { network } = run;
  const weights = network.weights ?? 0;
  if (network.pretrained || network.deep || weights >= LARGE_NETWORK || network.layers >= DEEP)
    return 'the network is large';
  if (weights >= TINY_WEIGHTS && !isShallow(run) && !network.dense) return 'the network has millions of weights';
  return null;
}
