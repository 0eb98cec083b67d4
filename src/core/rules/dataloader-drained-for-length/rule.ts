/** Finds loaders that are read to the end only to learn how many batches they have. */
import { replaceExpression } from '../../fixes/edits';
import { hidesComment } from '../../fixes/gaps';
import { drainedLoaders, type Drained } from '../../model/loaders/drained';
import type { Model } from '../../model/model';
import { readsWholeText } from '../../model/per-model';
import { calleeName } from '../../model/traverse';
import { textOf } from '../../model/torch/modules';
import { descendRunning, enclosingFunction } from '../../syntax/walk';
import { spanOf, type TextEdit } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import type { Level } from '../shared/level';
import { notes } from '../shared/notes';
import { workloadOf } from '../../model/workloads/workload-of';
import { unquantified } from '../shared/unquantified';

const NO_FIGURE = unquantified('load');
/** The program reads the loader a second time in the same function: one pass of two goes. */
const ONE_OF_TWO: Saving = {
  scope: 'load',
  low: 0.5,
  typical: 0.5,
  high: 0.5,
  grade: 'D',
  source: 'exactly one of two passes over the data is left out',
};

export const rule: Rule = {
  meta: {
    id: 'dataloader-drained-for-length',
    summary: 'A loader is read from start to end, every item decoded, only to learn how many batches it has.',
    category: 'data',
    severity: 'warning',
    frameworks: ['torch', 'lightning'],
    triggers: ['oader', '_dl', 'dl)'],
    requires: [
      ['torch', 'lightning', 'accelerate'],
      [/\blen\s*\(\s*(list|tuple|\[)/, /\bsum\s*\(\s*[[(]?\s*1\b/, /\+=\s*1\b/, /\bpass\b/],
    ],
    saving: ONE_OF_TWO,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    for (const one of drainedLoaders(model)) {
      if (one.form !== 'count' && (isMeasured(model, one) || writesItems(model))) continue;
      yield findingOf(model, one);
    }
  },
};

/** A loop that does nothing is there for its time, its cache or its profile. */
function isMeasured(model: Model, { node }: Drained): boolean {
  const scope = enclosingFunction(node);
  if (!scope) readsWholeText(model);
  const around = scope ?? {
    start: Math.max(0, node.start - 400),
    end: Math.min(model.program.text.length, node.end + 400),
  };
  return /\btime(r|it)?\b|perf_counter|default_timer|bench|profil|warm|cache|speed|elapsed|throughput|assert|debug/i.test(
    model.program.text.slice(around.start, around.end),
  );
}

const WRITES = /^(save\w*|dump|imwrite|imsave|write\w*|to_(csv|pickle|parquet|hdf)|tofile|put)$/;

/** A data set that keeps each example as a file is read to the end for those files. */
function writesItems(model: Model): boolean {
  return model.program.functions.some(
    (one) =>
      one.name === '__getitem__' &&
      one.body.some((at) =>
        [...descendRunning(at)].some((node) => node.kind === 'call' && WRITES.test(calleeName(node))),
      ),
  );
}

function findingOf(model: Model, one: Drained): Finding {
  const counts = one.form !== 'empty';
  const workload = workloadOf(model, one.node);
  return {
    rule: rule.meta.id,
    severity: severityOf(one),
    span: one.node.kind === 'for' ? { start: one.node.start, end: one.node.iter.end } : spanOf(one.node),
    message: counts
      ? 'The loader is read to the end only to count its batches'
      : 'The loader is read to the end and its batches are dropped',
    notes: notes(
      counts &&
        one.sized === 'no' &&
        'the data set is a stream that may have no length: keep the count of the first pass',
      counts &&
        one.sized === 'unknown' &&
        !isAskedElsewhere(model, one) &&
        'no automatic fix: the data set is not in this file and may have no length',
    ),
    related: [],
    facts: { sized: one.sized },
    saving: counts && isReadAgain(model, one) ? ONE_OF_TWO : NO_FIGURE,
    workload: workload?.id ?? null,
    fixes: counts ? fixesOf(model, one) : [],
  };
}

/** Of a stream there may be no other way to learn the length; of a loader from elsewhere nobody can tell here. */
function severityOf(one: Drained): Level {
  if (one.form === 'empty') return 'information';
  if (!hasReason(one)) return 'warning';
  return one.sized === 'unknown' ? 'hint' : 'information';
}

/** `sum(1 for ...)` over something from elsewhere is often written because `len()` does not work on it. */
function hasReason({ node, sized }: Drained): boolean {
  return sized === 'no' || (sized === 'unknown' && node.kind === 'call' && calleeName(node) === 'sum');
}

function isReadAgain(model: Model, { node, loader }: Drained): boolean {
  const scope = enclosingFunction(node);
  const name = textOf(model, loader);
  return model.program.loops.some(
    (loop) =>
      loop.kind === 'for' &&
      loop !== node &&
      enclosingFunction(loop) === scope &&
      textOf(model, loop.iter).includes(name),
  );
}

/** `len(loader)` stands somewhere else already, so the loader has a length. */
function isAskedElsewhere(model: Model, { loader }: Drained): boolean {
  const name = textOf(model, loader);
  return model.program
    .calls('len')
    .some(({ args }) => args.length === 1 && args[0] !== undefined && textOf(model, args[0].value) === name);
}

const REASON = 'Reading a loader draws from the random generator, so what a seeded run draws after it changes.';

function fixesOf(model: Model, one: Drained): Fix[] {
  if (one.sized === 'no' || (one.sized === 'unknown' && !isAskedElsewhere(model, one))) return [];
  const edits = editsOf(model, one);
  if (!edits) return [];
  const base = { title: 'Use len() of the loader', edits, imports: [] };
  const seeded = model.program.first(/seed/i) !== undefined;
  return [seeded ? { ...base, safety: 'review', reason: REASON } : { ...base, safety: 'safe' }];
}

function editsOf(model: Model, { form, node, loader, counter }: Drained): readonly TextEdit[] | undefined {
  const { text } = model.program;
  if (hidesComment(text, node)) return undefined;
  const length = `len(${textOf(model, loader)})`;
  if (node.kind === 'call') return form === 'count' ? replaceExpression(node, length) : undefined;
  return counter ? [{ span: spanOf(node), newText: `${textOf(model, counter)} += ${length}` }] : undefined;
}
