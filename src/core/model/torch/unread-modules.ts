/** Classes that may be modules and cannot be looked into: of an unknown library, or of a file that was not read. */
import type { Call, Expr } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { isLibrary } from '../imports/paths';
import type { Model } from '../model';

/** What classes in network code are besides layers. */
const NO_LAYER =
  /(Config|Configuration|Params|Args|Options|Vocab\w*|Tokenizer|Dataset|Loader|Loss|Criterion|Error|Exception|Dict|Logger|Meter|Metrics?|Output|Namespace|Enum|Path|Matcher|Coder|Generator|Sampler|Scheduler|Optimizer)$/;

/** `self.attention = MultiHeadAttention(...)`: a layer that is put together somewhere out of sight. */
export function isUnreadModule(model: Model, call: Call): boolean {
  return enclosingFunction(call)?.name !== 'forward' && isUnreadClass(model, call.func);
}

/** The expression names a class that nobody has looked into; one of another file may rest on such a class in turn. */
export function isUnreadClass(model: Model, expression: Expr): boolean {
  return model.origins(expression).some((origin) => origin.kind === 'external' && isUnreadName(model, origin.name));
}

function isUnreadName(model: Model, dotted: string): boolean {
  const name = dotted.slice(dotted.lastIndexOf('.') + 1);
  if (!/^[A-Z]/.test(name) || NO_LAYER.test(name) || dotted.includes('()')) return false;
  const top = dotted.split('.')[0] ?? '';
  if (isLibrary(top) || top === 'builtins') return false;
  const thing = model.imported(dotted);
  if (thing === undefined) return true;
  return thing.kind === 'class' && thing.layers === null && thing.bases.some((base) => isUnreadName(model, base));
}
