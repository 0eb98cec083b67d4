/** The metric that the evaluation of a Hugging Face Trainer computes, where the code says its name. */
import type { Expr } from '../../syntax/ast';
import type { Model } from '../../model/model';
import { returnedBy } from '../../model/returns';
import { asString } from '../../model/values';
import { directionOf } from './metric-direction';

export interface Metric {
  readonly name: string;
  readonly direction: 'min' | 'max';
}

/** The one that `compute_metrics` gives: undefined where it gives several, or its name does not tell which way is better. */
export function computedMetric(model: Model, computes: Expr | undefined): Metric | undefined {
  const definitions = computes
    ? model.origins(computes).flatMap((one) => (one.kind === 'function' ? [one.definition] : []))
    : [];
  const names = new Set(definitions.flatMap(returnedBy).flatMap((value) => namesIn(model, value)));
  const [name, ...others] = names;
  const direction = name === undefined || others.length > 0 ? undefined : directionOf(name);
  return name !== undefined && direction ? { name, direction } : undefined;
}

const LOADERS = /^(evaluate\.load|datasets\.load_metric)$/;

/** `{"accuracy": ...}`, or `metric.compute(...)` of `evaluate.load("accuracy")`. */
function namesIn(model: Model, value: Expr): readonly string[] {
  if (value.kind === 'dict') return value.entries.map(({ key }) => (key && asString(model.value(key))) ?? '');
  if (value.kind !== 'call' || value.func.kind !== 'attribute' || value.func.attr !== 'compute') return [''];
  return model.origins(value.func.value).map((origin) => {
    const named = origin.kind === 'result' && LOADERS.test(origin.of) ? origin.call.args : [];
    return named.length === 1 && named[0] ? (asString(model.value(named[0].value)) ?? '') : '';
  });
}
