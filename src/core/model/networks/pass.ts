/** What one forward pass through a network costs: the code of its `forward` is followed with a batch of known shape. */
import type { Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { copied } from './containers';
import { countModule, type Counted } from './count';
import { examplesOf, type Example } from './examples';
import { startRun } from './interpreter';
import { callKeras } from './keras-calls';
import { graphWork, tensorsIn } from './keras-graph';
import { fileFrame } from './plain-values';
import { measured, OutOfSteps, type Run } from './run';
import { asKind, BATCH, NOTHING_GIVEN, tensorOf, type Amount, type Given, type Instance, type Thing } from './things';
import { setting } from './torch-settings';

/** The sides of a sample as it may go in, without the batch: the first with which every layer can be followed counts. */
export type SampleShapes = readonly (readonly number[])[];

/** What is not known may be so large a part of the whole: the last layer of unknown classes. */
const NEGLIGIBLE = 1.05;

export interface Pass {
  /** FLOPs for one sample, two for each multiply-accumulate. */
  readonly flops: number;
  /** The network once it was called: some layers get their weights only then. */
  readonly counted: Counted;
}

/** One forward pass of a sample; undefined where any of it cannot be followed. */
export function passThrough(model: Model, expression: Expr, samples: SampleShapes): Pass | undefined {
  const run = startRun();
  try {
    const built = asKind(run.evaluate(expression, fileFrame(model)), 'instance');
    if (!built || built.library === null) return undefined;
    run.steps = 0;
    return firstPass(run, built, [stated, ...examplesOf(model, expression), ...samples.map(sampled)]);
  } catch (error) {
    if (error instanceof OutOfSteps || error instanceof RangeError) return undefined;
    throw error;
  }
}

const stated: Example = () => NOTHING_GIVEN;

function sampled(sides: readonly number[]): Example {
  return () => ({ ...NOTHING_GIVEN, plain: [tensorOf([BATCH, ...sides])] });
}

/** Each example is given to a network of its own, for a pass changes it. */
function firstPass(run: Run, built: Instance, examples: readonly Example[]): Pass | undefined {
  for (const example of examples) {
    const network = asKind(copied(built), 'instance') ?? built;
    const given = example(run, network);
    const work = given && workOn(run, network, given);
    if (!work || work.least === 0 || work.most > NEGLIGIBLE * work.least) continue;
    return { flops: Math.round((2 * work.most) / BATCH), counted: countModule(run, network) };
  }
  return undefined;
}

function workOn(run: Run, network: Instance, given: Given): Amount | undefined {
  const isGiven = given.plain.length + given.named.size > 0;
  if (!network.library?.startsWith('keras.'))
    return isGiven ? measured(run, () => run.call(network, given)).work : undefined;
  const outputs = tensorsIn(setting(network, 'outputs'));
  if (outputs.length > 0)
    return isGiven ? undefined : graphWork(outputs, new Set<Thing>(tensorsIn(setting(network, 'inputs'))));
  if (!isGiven && network.library !== 'keras.Sequential') return undefined;
  return measured(run, () => callKeras(run, network, given)).work;
}
