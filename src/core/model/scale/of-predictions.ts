/** The scale of a loop that predicts one element at a time. */
import { datasetNamed } from '../../../data/datasets';
import type { ElementLoop } from '../inference/element-loops';
import { countOf, isRead } from '../inference/loop-kind';
import type { Runner } from '../inference/predictions';
import type { Model } from '../model';
import type { Fact } from '../workload';
import { dataOf } from '../workloads/data';
import { TINY_ROWS } from '../workloads/workload-of';
import type { Scale, Size } from './scale';

/** Seconds that one call costs by itself: Python and launches around a forward pass; for generation, a hundred tokens or so. */
const CALL: Readonly<Record<Runner, number>> = {
  estimator: 0.0005,
  module: 0.02,
  encoder: 0.02,
  keras: 0.05,
  pipeline: 0.05,
  vllm: 1,
  generate: 2,
};

/** So many seconds for one element make minutes of a few hundred. */
const SLOW = 1;
/** Of so few elements nobody waits for the end. */
const SHORT = 60;
const LONG = 300;

/** A data set with a name of its own; a file has the name that somebody gave it. */
const isPublished = (dataset: Fact<string>): boolean =>
  dataset !== null && !/\.(csv|tsv|txt|dat|data|xlsx?|parquet|json|feather|pkl|pickle)(\.\w+)?$/i.test(dataset.value);

export function scaleOfPredictions(model: Model, runner: Runner, { iterable }: ElementLoop): Scale {
  const scale = (size: Size, because: string): Scale => ({ size, because, light: false });
  const data = dataOf(model, iterable);
  const named = data.dataset ? datasetNamed(data.dataset.value) : undefined;
  const count = countOf(model, iterable) ?? data.samples?.value ?? named?.samples;
  if (count === undefined) {
    // A folder or a table may hold a handful. Of a published set, and where each element takes seconds, that would have to be few.
    const isCollected = isPublished(data.dataset) || (CALL[runner] >= SLOW && isRead(model, iterable));
    return scale(isCollected && runner !== 'estimator' ? 'long' : 'unknown', 'the number of elements is not known');
  }
  const seconds = count * CALL[runner];
  if (seconds < SHORT) return scale('short', 'so few elements are gone through in moments');
  return seconds >= LONG && count >= TINY_ROWS
    ? scale('long', 'the loop takes many minutes')
    : scale('unknown', 'the loop takes a few minutes');
}
