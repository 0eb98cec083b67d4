/** Pipelines of scikit-learn and imbalanced-learn: their steps, by the names that a search addresses them with. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { lastPart } from '../canonical';
import type { Model } from '../model';

export interface Step {
  /** `pca` in `pca__n_components`. */
  readonly name: string;
  readonly expression: Expr;
}

export interface Pipeline {
  readonly call: Call;
  readonly given: Arguments;
  /** In order, the final estimator last. */
  readonly steps: readonly Step[];
}

/** The pipeline that an expression stands for, when that is sure and every step can be read. */
export function pipelineOf(model: Model, expression: Expr): Pipeline | undefined {
  const origins = model.origins(expression);
  const [origin] = origins;
  if (origins.length !== 1 || origin?.kind !== 'result') return undefined;
  const { of: name, call } = origin;
  if (name === 'sklearn.base.clone') return call.args[0] && pipelineOf(model, call.args[0].value);
  if (!/^(sklearn|imblearn)\.pipeline\.(Pipeline|make_pipeline)$/.test(name)) return undefined;
  const given = model.arguments(call, name.endsWith('.Pipeline') ? ['steps', 'memory'] : []);
  if (name.endsWith('.make_pipeline')) return madePipeline(model, call, given);
  const steps = given.get('steps');
  const named = steps && namedSteps(model, steps.value);
  return named && named.length > 0 && given.complete ? { call, given, steps: named } : undefined;
}

function namedSteps(model: Model, steps: Expr): readonly Step[] | undefined {
  if (steps.kind === 'name' && changesList(model, steps.id)) return undefined;
  const { alternatives } = model.value(steps);
  const only = alternatives.length === 1 ? alternatives[0] : undefined;
  if (only?.type !== 'sequence' || !only.items) return undefined;
  const found = only.items.flatMap((item): Step[] => {
    const pair = item.kind === 'tuple' || item.kind === 'list' ? item.items : [];
    const name = pair[0]?.kind === 'constant' ? pair[0].value : undefined;
    return typeof name === 'string' && pair[1] ? [{ name, expression: pair[1] }] : [];
  });
  return found.length === only.items.length ? found : undefined;
}

/** `steps.append(...)`: the literal is not the whole list. */
function changesList(model: Model, id: string): boolean {
  return model.program
    .names(id)
    .some(
      ({ parent }) =>
        parent?.kind === 'augassign' ||
        (parent?.kind === 'attribute' && /^(append|insert|extend|pop|remove)$/.test(parent.attr)),
    );
}

/** `make_pipeline` names each step after its class, in lower case; a class that comes twice has numbers. */
function madePipeline(model: Model, call: Call, given: Arguments): Pipeline | undefined {
  if (call.args.some((one) => one.star !== '')) return undefined;
  const plain = call.args.filter((one) => one.name === null).map((one) => one.value);
  const names = plain.map((one) => className(model, one)?.toLowerCase());
  if (names.length === 0 || names.includes(undefined) || new Set(names).size < names.length) return undefined;
  return { call, given, steps: plain.map((expression, index) => ({ name: names[index] ?? '', expression })) };
}

/** The name of the class of an estimator or a transformer. */
function className(model: Model, expression: Expr): string | undefined {
  for (const origin of model.origins(expression)) {
    if (origin.kind === 'instance') return origin.of.name;
    if (origin.kind === 'result') {
      const made = lastPart(origin.of);
      return /^make_(pipeline|union|column_transformer)$/.test(made) ? COMBINED[made] : made;
    }
  }
  return undefined;
}

const COMBINED: Readonly<Record<string, string>> = {
  make_pipeline: 'Pipeline',
  make_union: 'FeatureUnion',
  make_column_transformer: 'ColumnTransformer',
};
