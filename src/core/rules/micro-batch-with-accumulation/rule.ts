/** Finds training in batches of one or two examples that nothing forces to be so small. */
import { replaceExpression } from '../../fixes/edits';
import type { Model } from '../../model/model';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { type Level, lowered } from '../shared/level';
import { memoryReason } from '../shared/memory-reasons';
import { notes } from '../shared/notes';
import { type SmallBatch, smallBatches } from '../shared/small-batches';

const SAVING: Saving = {
  scope: 'train',
  low: 0.2,
  typical: 0.6,
  high: 0.93,
  grade: 'E',
  source:
    'BERT-base on an H200 (docs/benchmarks.md): 32 at once against 4 x 8, 61 % of the energy, against 32 x 1, 93 %',
};

export const rule: Rule = {
  meta: {
    id: 'micro-batch-with-accumulation',
    summary: 'Batches of one or two examples leave most of the accelerator idle.',
    category: 'loop',
    severity: 'information',
    frameworks: ['huggingface', 'torch', 'lightning', 'keras'],
    triggers: ['batch_size', 'DataLoader'],
    requires: [[/per_(?:device|gpu)_train_batch_size/, /backward\s*\(/, /\bfit(?:_generator)?\s*\(\s*[^)\s]/]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      batch: { default: 2, minimum: 1, description: 'Batches of at most this many examples are small.' },
      accumulation: {
        default: 8,
        minimum: 2,
        description: 'From this many accumulated batches on, one larger batch would do the same.',
      },
    },
  },
  *check(model, context) {
    const found = model.document.isTest ? [] : smallBatches(model, context.options['batch'] ?? 2);
    if (found.length === 0 || !['accelerator', 'conditional', 'unknown'].includes(model.device.kind)) return;
    const seen = new Set<number>();
    for (const one of found) {
      if (seen.has(one.call.start) || memoryReason(model, one.workload) !== undefined) continue;
      seen.add(one.call.start);
      const level = levelOf(model, one, context);
      if (level) yield findingOf(one, level);
    }
  },
};

/** Information where the model is known to be small and the examples to be alike; a hint where one is not known. */
function levelOf(model: Model, one: SmallBatch, { options }: RuleContext): Level | undefined {
  const accumulates = (one.accumulation?.count ?? 1) >= (options['accumulation'] ?? 8);
  if (one.size === 'large' || (!one.fixedSize && !accumulates)) return undefined;
  if (one.framework === 'torch' && model.device.kind === 'unknown') return undefined;
  if (one.size === 'unknown' && !accumulates) return undefined;
  const soft = [one.batch, one.accumulation].some((part) => part?.value.certainty === 'default');
  return isShort(one) || one.size === 'unknown' || !one.fixedSize ? 'hint' : lowered('information', soft ? 1 : 0);
}

/** A short run, or a model without work for the units of an accelerator. */
function isShort({ light, scale }: SmallBatch): boolean {
  return light === true || scale.size === 'short';
}

function findingOf(one: SmallBatch, level: Level): Finding {
  const { batch, accumulation, workload } = one;
  const steps = accumulation?.count ?? 1;
  const via = [batch, accumulation].find((part) => part?.value.certainty === 'default')?.value.via;
  const many = `${batch.count} ${batch.count === 1 ? 'example' : 'examples'}`;
  return {
    rule: rule.meta.id,
    severity: level,
    span: spanOf(one.call),
    message: steps > 1 ? `Batches of ${many}, ${steps} of them accumulated` : `Training in batches of ${many}`,
    notes: notes(
      'a batch of one costs an accelerator about as much time as a batch of many',
      via && `${via} can change it; the default is this small`,
      one.size === 'unknown' && 'the size of the model is not known here; a large one may need small batches',
      one.scale.size === 'short' ? one.scale.because : one.light === true && 'the model is small',
    ),
    related: [],
    facts: { batchSize: batch.count, accumulation: steps, effectiveBatch: batch.count * steps },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: fixesOf(one),
  };
}

const LARGEST = 16;

/** The same examples for each update, in fewer and larger batches: only where both numbers stand in the code. */
function fixesOf({ batch, accumulation }: SmallBatch): Fix[] {
  if (!accumulation?.literal || !batch.literal) return [];
  const effective = batch.count * accumulation.count;
  const size = largestDivisor(effective);
  if (size <= batch.count) return [];
  return [
    {
      title: `Use batches of ${size} and accumulate ${effective / size}`,
      safety: 'review',
      reason: `Each update still sees ${effective} examples, but ${size} at once need more memory, and averages over unequal lengths and batch norm change.`,
      edits: [
        ...replaceExpression(batch.literal, String(size)),
        ...replaceExpression(accumulation.literal, String(effective / size)),
      ],
      imports: [],
    },
  ];
}

function largestDivisor(effective: number): number {
  for (let size = LARGEST; size > 1; size /= 2) if (effective % size === 0) return size;
  return 1;
}
