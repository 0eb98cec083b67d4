/** Finds tf.data pipelines that prepare one element at a time, or the same elements again in every epoch. */
import { type TfMap, tfMaps } from '../../model/loaders/tf-maps';
import type { Model } from '../../model/model';
import { epochsOf, kerasFits } from '../../model/trainers/keras-fit';
import { dataOf } from '../../model/workloads/data';
import type { Call } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { importOf } from '../shared/import-of';
import { atMost, type Level } from '../shared/level';
import { notes } from '../shared/notes';
import { behindBatchFixes, cacheFixes, parallelFixes } from '../shared/tfdata-fix';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified('load', 'TensorFlow guide "Better performance with the tf.data API"; no figure for energy');

export const rule: Rule = {
  meta: {
    id: 'tfdata-unoptimised',
    summary: 'A tf.data pipeline prepares one element at a time, or the same elements in every epoch.',
    category: 'data',
    severity: 'information',
    frameworks: ['keras'],
    triggers: ['.map'],
    requires: [[importOf('tensorflow', 'tensorflow_datasets')], ['fit', 'GradientTape']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      elements: { default: 1000, minimum: 1, description: 'Data sets that are known to be smaller are not reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest || model.program.mentions('map_parallelization')) return;
    const maps = tfMaps(model).filter((one) => !isSmall(model, one, options['elements'] ?? 1000));
    const sequential = maps.filter(
      (one) => (one.work === 'augments' || one.work === 'random') && !isParallel(one) && !isKept(model, one),
    );
    const [first, ...others] = sequential;
    if (first) yield sequentialFinding(model, [first, ...others]);
    yield* cacheFindings(model, maps);
    yield* batchFindings(model, maps);
  },
};

function isSmall(model: Model, { call }: Pick<TfMap, 'call'>, least: number): boolean {
  const { samples } = dataOf(model, call.func.value);
  return samples !== null && samples.value < least;
}

/** The second argument, or something that cannot be seen. */
const isParallel = ({ call: { args } }: TfMap): boolean =>
  args.some(({ name, star }) => name === 'num_parallel_calls' || star !== '') ||
  args.filter(({ name }) => name === null).length > 1;

/** A cache further down keeps what it gives: it runs once. */
const isKept = (model: Model, { call }: TfMap): boolean =>
  model.program.calls('cache').some((one) => one.end > call.end && enclosingFunction(one) === enclosingFunction(call));

interface Told {
  readonly severity: Level;
  readonly call: Call;
  readonly message: string;
  readonly notes: Finding['notes'];
  readonly problem: string;
  readonly others?: readonly TfMap[];
  readonly fixes: Finding['fixes'];
}

function finding({ severity, call, message, notes: said, problem, others = [], fixes }: Told): Finding {
  const { end } = call.func;
  return {
    rule: rule.meta.id,
    severity,
    span: { start: end - 'map'.length, end: call.end },
    message,
    notes: said,
    related: others.map((one) => ({ span: spanOf(one.call), message: 'The same here' })),
    facts: { problem },
    saving: SAVING,
    workload: null,
    fixes,
  };
}

function sequentialFinding(model: Model, maps: readonly [TfMap, ...TfMap[]]): Finding {
  const [{ call, work }, ...others] = maps;
  return finding({
    severity: work === 'augments' ? 'information' : 'hint',
    call,
    message:
      work === 'augments'
        ? 'Random augmentation runs on one element at a time: no parallel calls'
        : 'A map that draws random numbers runs on one element at a time',
    notes: ['TensorFlow runs functions without state in parallel by itself; this one has state'],
    problem: 'sequential',
    others,
    fixes: parallelFixes(model, maps),
  });
}

const CACHES = ['cache', 'snapshot', 'save', 'load', 'TPUStrategy', 'TFRecordDataset'];
const MANY_EPOCHS = 5;

/** Files are decoded again in each epoch, and nothing in the program keeps what comes out. */
function* cacheFindings(model: Model, maps: readonly TfMap[]): Generator<Finding> {
  const [first, ...others] = maps.filter(({ work }) => work === 'decodes');
  const epochs = mostEpochs(model);
  if (!first || epochs < 2 || CACHES.some((name) => isCalled(model, name))) return;
  yield finding({
    severity: isHeld(model, first) && epochs >= MANY_EPOCHS ? 'information' : 'hint',
    call: first.call,
    message: 'The same files are decoded again in every epoch: no cache',
    notes: notes('keep the decoded elements in memory, or in a file where they do not fit'),
    problem: 'cache',
    others,
    fixes: others.length === 0 ? cacheFixes(model, first) : [],
  });
}

/** So few elements that they fit into memory when they are decoded. */
const isHeld = (model: Model, { call }: TfMap): boolean => isSmall(model, { call }, MOST_HELD);
const MOST_HELD = 10_000;

const isCalled = (model: Model, name: string): boolean =>
  model.program
    .calls(name)
    .some(({ func }) =>
      name !== 'save' && name !== 'load'
        ? true
        : func.kind === 'attribute' && /Dataset|ds$/i.test(model.program.text.slice(func.value.start, func.value.end)),
    );

/** The longest training of the program; one epoch where nothing says more. */
function mostEpochs(model: Model): number {
  const counts = [
    ...kerasFits(model).map((fit) => epochsOf(model, fit)?.count ?? 1),
    ...model.trainingLoops.map(({ epoch }) => (epoch ? MANY_EPOCHS : 1)),
  ];
  return Math.max(0, ...counts);
}

/** Cheap arithmetic on single elements, directly before the batch: one call for each element in place of one a batch. */
function* batchFindings(model: Model, maps: readonly TfMap[]): Generator<Finding> {
  const found = new Map<unknown, [TfMap, Call][]>();
  for (const one of maps) {
    const batch = one.work === 'elementwise' ? batchBehind(one.call) : undefined;
    const owner = enclosingFunction(one.call) ?? model.program.module;
    if (batch) found.set(owner, [...(found.get(owner) ?? []), [one, batch]]);
  }
  for (const [first, ...others] of found.values()) {
    if (!first) continue;
    const fixes = [first, ...others].map(([map, batch]) => behindBatchFixes(model, map, batch)[0]);
    const [fix] = fixes;
    yield finding({
      severity: atMost('information', 'hint'),
      call: first[0].call,
      message: 'A cheap map runs once for each element instead of once a batch',
      notes: ['casts and arithmetic with constants give the same numbers for a whole batch'],
      problem: 'batch',
      others: others.map(([map]) => map),
      fixes: fix && !fixes.includes(undefined) ? [{ ...fix, edits: fixes.flatMap((one) => one?.edits ?? []) }] : [],
    });
  }
}

/** `.map(f).batch(n)`, also with a shuffle or repetition in between; not behind a cache, where the map runs once. */
function batchBehind(call: Call): Call | undefined {
  const { parent } = call;
  const next =
    parent?.kind === 'attribute' && parent.parent?.kind === 'call' && parent.parent.func === parent
      ? parent.parent
      : undefined;
  if (!next || parent?.kind !== 'attribute') return undefined;
  if (parent.attr === 'batch') return next;
  return /^(shuffle|repeat)$/.test(parent.attr) ? batchBehind(next) : undefined;
}
