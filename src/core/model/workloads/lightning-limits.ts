/** How many batches a Lightning Trainer takes at most: `limit_train_batches`, `overfit_batches`, `fast_dev_run`, `max_steps`. */
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { valueOf } from '../setting';
import { asBoolean, asNumber } from '../values';
import type { Fact } from '../workload';
import type { DataFacts } from './data-facts';
import { argumentNumber, known } from './fact';
import { fewest } from './rows';

/** Arguments that give the batches of an epoch as a whole number, or the part of them as a fraction. */
const LIMITS = ['limit_train_batches', 'overfit_batches', 'train_percent_check', 'overfit_pct'];

interface Run {
  readonly given: Arguments;
  readonly epochs: Fact<number>;
  readonly data: DataFacts;
}

/** Steps of the whole run at most, where something other than the data limits them. */
export function lightningSteps(model: Model, { given, epochs, data }: Run): Fact<number> {
  const trial = trialSteps(model, given);
  if (trial) return trial;
  const asked = argumentNumber(model, given.get('max_steps'));
  const written = asked && asked.value > 0 ? asked : null;
  const batches = limitOf(model, given, isWhole);
  if (!batches || !epochs || epochs.value < 1 || batches.value >= batchesIn(data)) return written;
  const certainty = epochs.certainty === 'known' ? batches.certainty : epochs.certainty;
  return fewest(written, { ...batches, certainty, value: batches.value * epochs.value });
}

/** `fast_dev_run=True` is one batch, a number is so many. */
function trialSteps(model: Model, given: Arguments): Fact<number> {
  const value = valueOf(model, given, 'fast_dev_run');
  if (value?.certainty !== 'known') return null;
  if (asBoolean(value) === true) return known(1);
  const batches = asNumber(value);
  return batches !== undefined && batches > 0 ? known(batches) : null;
}

function batchesIn({ samples, batchSize }: DataFacts): number {
  return samples && batchSize ? Math.ceil(samples.value / Math.max(1, batchSize.value)) : Infinity;
}

/** The part of the batches of an epoch that is taken; null for all of them. */
export function lightningShare(model: Model, given: Arguments): Fact<number> {
  return limitOf(model, given, (limit) => limit.value > 0 && limit.value < 1);
}

function limitOf(
  model: Model,
  given: Arguments,
  fits: (limit: NonNullable<Fact<number>>, text: string) => boolean,
): Fact<number> {
  for (const name of LIMITS) {
    const limit = argumentNumber(model, given.get(name));
    const text = limit?.span ? model.program.text.slice(limit.span.start, limit.span.end) : '';
    if (limit && fits(limit, text)) return limit;
  }
  return null;
}

/** One is a batch, and 1.0 are all of them. */
const isWhole = ({ value }: NonNullable<Fact<number>>, text: string): boolean =>
  value > 1 || (value === 1 && /^\d+$/.test(text));
