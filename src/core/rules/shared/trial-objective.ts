/** Whether code runs inside a trial of a hyper-parameter search, where pruning is the other rule's matter. */
import type { Expr, FunctionDef, Lambda, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';

/** Functions that call one of their arguments once a trial. */
const SEARCHES = [
  'optimize',
  'fmin',
  'Tuner',
  'with_parameters',
  'with_resources',
  'gp_minimize',
  'forest_minimize',
  'gbrt_minimize',
  'dummy_minimize',
  'BayesianOptimization',
];

export function inTrialObjective(model: Model, node: Node): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === 'lambda' && isObjective(model, at)) return true;
    if (at.kind === 'function' && (isObjective(model, at) || isCalledByObjective(model, at))) return true;
  }
  return false;
}

function isCalledByObjective(model: Model, definition: FunctionDef): boolean {
  return model
    .callersOf(definition)
    .some((call) => [...ancestors(call)].some((at) => at.kind === 'function' && isObjective(model, at)));
}

function isObjective(model: Model, definition: FunctionDef | Lambda): boolean {
  return takesTrial(definition) || objectives(model).has(definition);
}

/** A parameter that is a trial: by its name and annotation, as every example has it. */
function takesTrial({ params }: FunctionDef | Lambda): boolean {
  return params.some((param) => param.name === 'trial');
}

const objectives = perModel((model): ReadonlySet<Node> => {
  const found = new Set<Node>();
  for (const call of SEARCHES.flatMap((name) => model.program.calls(name))) {
    for (const { value } of call.args.slice(0, 3)) for (const one of functionsIn(model, value)) found.add(one);
  }
  return found;
});

function functionsIn(model: Model, value: Expr): readonly Node[] {
  if (value.kind === 'lambda') return [value];
  return model.origins(value).flatMap((origin) => (origin.kind === 'function' ? [origin.definition] : []));
}
