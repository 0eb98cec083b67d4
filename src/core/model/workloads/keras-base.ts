/** Finds the published network that a Keras model is built on: `Model(base.input, Dense(10)(base.output))`. */
import type { Call, Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { methodCallsOn } from '../traverse';

const APPLICATION = /^keras\.applications\./;
/** Layers between the outputs of a model and the network under it. */
const MAX_STEPS = 60;

/** The call that makes the network; undefined when the model is all its own. */
export function kerasBase(model: Model, construction: Call): Call | undefined {
  const [first, second] = construction.args.filter((one) => one.name === null && one.star === '');
  const inputs = construction.args.find((one) => one.name === 'inputs') ?? first;
  const outputs = construction.args.find((one) => one.name === 'outputs') ?? second;
  const listed = first?.value.kind === 'list' ? first.value.items : [];
  const added = methodCallsOn(model, construction, 'add').flatMap((add) => add.args[0]?.value ?? []);
  for (const part of [...listed, ...added]) {
    const base = applicationIn(model, part);
    if (base) return base;
  }
  return (inputs && applicationIn(model, inputs.value)) ?? (outputs && upstream(model, outputs.value));
}

/** `base`, `base.input` or `base.layers[3].output`, where `base` is an application. */
function applicationIn(model: Model, expression: Expr): Call | undefined {
  if (expression.kind === 'attribute' || expression.kind === 'subscript') return applicationIn(model, expression.value);
  for (const origin of model.origins(expression)) {
    if (origin.kind === 'result' && APPLICATION.test(origin.of)) return origin.call;
  }
  return undefined;
}

/** Follows `x = layer(x)` from the outputs backwards, until a layer is an application. */
function upstream(model: Model, outputs: Expr): Call | undefined {
  let at: Expr | undefined = outputs;
  for (let step = 0; at && step < MAX_STEPS; step += 1) {
    const base = applicationIn(model, at.kind === 'call' ? at.func : at);
    if (base) return base;
    at = before(at);
  }
  return undefined;
}

function before(expression: Expr): Expr | undefined {
  if (expression.kind === 'call') return expression.args[0]?.value;
  if (expression.kind === 'list') return expression.items[0];
  if (expression.kind !== 'name') return undefined;
  return reachingBindings(expression)[0]?.value ?? undefined;
}
