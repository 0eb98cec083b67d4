/** The edits that speed a tf.data pipeline up: parallel calls, a cache, a map behind the batch. */
import { addKeyword } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import { hidesComment } from '../../fixes/gaps';
import type { TfMap } from '../../model/loaders/tf-maps';
import type { Model } from '../../model/model';
import type { Call } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import type { Fix } from '../rule';

const DRAWS = 'Random numbers are then drawn in another order, so a seeded run differs.';

export function parallelFixes(model: Model, maps: readonly TfMap[]): Fix[] {
  const [first] = maps;
  if (!first) return [];
  const { expression, imports } = autotune(model, first);
  const edits = maps.map(({ call }) => addKeyword(call, model.program.text, 'num_parallel_calls', expression));
  if (edits.includes(undefined)) return [];
  const all = edits.flatMap((one) => one ?? []);
  return [{ title: `Set num_parallel_calls=${expression}`, safety: 'review', reason: DRAWS, edits: all, imports }];
}

/** The constant as the file writes it elsewhere: `AUTOTUNE`, `tf.data.experimental.AUTOTUNE`. */
function autotune(model: Model, { call }: TfMap): Pick<ReturnType<typeof reference>, 'expression' | 'imports'> {
  const known = model.program
    .names('AUTOTUNE')
    .find((name) => name.start < call.start && name.parent?.kind === 'assign');
  if (known && !enclosingFunction(known)) return { expression: 'AUTOTUNE', imports: [] };
  const written = model.program.attributes('AUTOTUNE')[0];
  if (written) return { expression: model.program.text.slice(written.start, written.end), imports: [] };
  return reference(model.program, 'tensorflow.data.AUTOTUNE', call);
}

/** None where elements are shuffled before: what is cached keeps the order of the first epoch. */
export function cacheFixes(model: Model, { call }: TfMap): Fix[] {
  const owner = enclosingFunction(call);
  const shuffled = model.program
    .calls('shuffle')
    .some((one) => enclosingFunction(one) === owner && one.func.end < call.end);
  if (shuffled || model.program.calls('list_files').some(({ args }) => !args.some(({ name }) => name === 'shuffle')))
    return [];
  return [
    {
      title: 'Add cache() behind the map',
      safety: 'review',
      reason: 'All decoded elements then stay in memory; where they do not fit, give cache a file name.',
      edits: [{ span: { start: call.end, end: call.end }, newText: '.cache()' }],
      imports: [],
    },
  ];
}

/** Moves `.map(f)` behind `.batch(n)`: casts and arithmetic give the same numbers for a batch. */
export function behindBatchFixes(model: Model, { call }: TfMap, batch: Call): Fix[] {
  const { text } = model.program;
  const span = { start: call.func.value.end, end: call.end };
  if (hidesComment(text, { start: span.start, end: batch.end })) return [];
  return [
    {
      title: 'Move the map behind the batch',
      safety: 'safe',
      edits: [
        { span, newText: '' },
        { span: { start: batch.end, end: batch.end }, newText: text.slice(span.start, span.end) },
      ],
      imports: [],
    },
  ];
}
