/** Which callback classes end training before its last epoch. */
import type { ClassDef } from '../syntax/ast';
import { descend } from '../syntax/walk';
import type { Model } from './model';

/** Callbacks that end training before its last epoch, or prune the trial that it belongs to. */
const STOPPERS =
  /(EarlyStopp|PruningCallback|TerminateOnNaN$|StopTraining|TuneReport|ReportCheckpointCallback|Hyperband)/;
const NOT_STOPPERS = /TerminateOnNaN$/;

export function isStopper(name: string): boolean {
  return STOPPERS.test(name) && !NOT_STOPPERS.test(name);
}

/** A class of another file that is a stopping callback or derives from one. */
export function isBuiltOn(model: Model, definition: ClassDef): boolean {
  if (isStopper(definition.name) || setsStopFlag(definition)) return true;
  return definition.bases.some((base) =>
    model.origins(base.value).some((origin) => {
      if (origin.kind === 'external') return isStopper(origin.name);
      return origin.kind === 'class' && origin.definition !== definition && isBuiltOn(model, origin.definition);
    }),
  );
}

const FLAGS = new Set(['stop_training', 'should_training_stop', 'should_stop']);

/** An own callback that sets `stop_training` or `should_stop`. */
export function setsStopFlag(definition: ClassDef): boolean {
  for (const node of descend(definition)) {
    if (node.kind === 'attribute' && FLAGS.has(node.attr) && node.parent?.kind === 'assign') return true;
  }
  return false;
}
