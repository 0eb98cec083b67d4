/** Whether the code that a Keras model runs would survive being traced into a graph. */
import type { Call, ClassDef, FunctionDef, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../../model/model';
import type { Fix } from '../rule';

/** Things that only work on eager tensors. */
const EAGER_ONLY = new Set(['numpy', 'py_function', 'numpy_function', 'breakpoint', 'set_trace', 'item', 'tolist']);

/** True when a loss, metric, layer or model of the program asks eager tensors for their values. */
export function needsEagerCode(model: Model, call: Call): boolean {
  return ownCode(model, call).some((definition) => {
    for (const node of descend(definition)) {
      if (node.kind === 'attribute' && EAGER_ONLY.has(node.attr)) return true;
      if (isNumpyName(node)) return true;
    }
    return false;
  });
}

function isNumpyName(node: Node): boolean {
  return node.kind === 'attribute' && node.value.kind === 'name' && /^(np|numpy)$/.test(node.value.id);
}

/** The local functions and classes that take part: those in the call, and every Keras class of the program. */
function ownCode(model: Model, call: Call): readonly (ClassDef | FunctionDef)[] {
  const found: (ClassDef | FunctionDef)[] = [
    ...model.subclassesOf(
      'keras.Model',
      'keras.Sequential',
      'keras.layers.Layer',
      'keras.losses.Loss',
      'keras.metrics.Metric',
    ),
  ];
  for (const argument of call.args)
    for (const node of descend(argument.value)) {
      if (node.kind !== 'name') continue;
      for (const origin of model.origins(node)) {
        if (origin.kind === 'function' || origin.kind === 'class') found.push(origin.definition);
      }
    }
  return found;
}

const TRACED = 'Own layers, losses and metrics are then traced into a graph: prints and Python state in them run once.';

/** Without code of its own a model computes the same in a graph; with it the user has to look. */
export function eagerFix(model: Model, call: Call, fix: Fix): Fix {
  if (ownCode(model, call).length === 0) return fix;
  return { title: fix.title, edits: fix.edits, imports: fix.imports, safety: 'review', reason: TRACED };
}
