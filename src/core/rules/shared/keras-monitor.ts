/** Which logged metric an EarlyStopping can watch on one model. */
import type { ClassDef } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { KerasFit } from '../../model/trainers/keras-fit';
import { method } from './keras-context';

/**
 * `val_loss` for a model with the built-in steps. A custom step is read for what it returns; undefined when that cannot
 * be told, because a metric that is never logged would never stop anything.
 */
export function monitorOf({ definition }: KerasFit): string | undefined {
  if (!definition || !method(definition, 'train_step')) return 'val_loss';
  const logged = loggedBy(definition);
  const metric = logged.find((name) => name === 'loss') ?? logged.find((name) => name.endsWith('loss'));
  return metric === undefined ? undefined : `val_${metric}`;
}

/** Keys of the dictionary literals that `test_step` returns. */
function loggedBy(definition: ClassDef): readonly string[] {
  const step = method(definition, 'test_step');
  if (!step) return [];
  return [...descend(step)].flatMap((node) => {
    if (node.kind !== 'return' || node.value?.kind !== 'dict') return [];
    return node.value.entries.flatMap(({ key }) =>
      key?.kind === 'constant' && typeof key.value === 'string' ? [key.value] : [],
    );
  });
}
