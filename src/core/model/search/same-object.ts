/** Whether an estimator is left as it is between two places: not refitted, not reconfigured, not handed to who may do so. */
import type { Call, Expr, Name, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';

/** Methods that leave an estimator as it is. */
const READS =
  /^(predict\w*|score\w*|transform|inverse_transform|decision_function|get_\w+|kneighbors\w*|apply|staged_\w+|sample|perplexity|save_model|evals_result|fit)$/;
/** Functions that look at an estimator, or clone it. */
const LOOKS =
  /^(builtins\.(print|len|str|repr|type|isinstance|hasattr|getattr|vars|dir|id|max|min|list|sorted)|sklearn\.(base\.clone|model_selection\.\w+|metrics\.\w+(\.\w+)?|inspection\.\w+(\.\w+)?|tree\.(plot_tree|export_\w+)|utils\.validation\.check_is_fitted)|joblib\.dump|pickle\.dumps?|IPython\.\w+(\.\w+)*|xgboost\.(plot_\w+|to_graphviz)|lightgbm\.plot_\w+|shap\.\w*Explainer|copy\.(copy|deepcopy)|eli5\.\w+|pandas\.\w+|numpy\.\w+|matplotlib\..*|seaborn\..*|mlxtend\.plotting\.\w+)$/;

/** `first` and `second` are calls on the object in `receiver`, which reads the same at both. */
export function leftAlone(model: Model, receiver: Expr, first: Node, second: Node): boolean {
  const root = rootOf(receiver);
  if (!root) return false;
  for (const use of model.program.names(root.id)) {
    if (use.start < first.end || use.end > second.start) continue;
    if (!isHarmless(model, use, receiver)) return false;
  }
  return !isAliased(root, first);
}

/** `x` of `x` and of `self.x`. */
export function rootOf(expression: Expr): Name | undefined {
  if (expression.kind === 'name') return expression;
  return expression.kind === 'attribute' ? rootOf(expression.value) : undefined;
}

function isHarmless(model: Model, use: Name, receiver: Expr): boolean {
  const text = (node: Node): string => model.program.text.slice(node.start, node.end);
  let at: Node = use;
  while (at.parent?.kind === 'attribute' && text(at) !== text(receiver)) at = at.parent;
  const { parent } = at;
  // Another attribute of `self`: a method of the same object may do anything to this one.
  if (text(at) !== text(receiver)) return !(parent?.kind === 'call' && parent.func === at);
  if (parent?.kind === 'attribute') return isReadAttribute(parent);
  if (parent?.kind === 'argument' && parent.parent?.kind === 'call') return looksOnly(model, parent.parent);
  if (parent?.kind === 'tuple' || parent?.kind === 'list' || parent?.kind === 'dict') return false;
  return parent?.kind === 'fstring' || parent?.kind === 'exprstmt' || parent?.kind === 'print';
}

/** `model.coef_`, `model.predict(X)`; not `model.set_params(...)`, `model.C = 1` or a second `fit`. */
function isReadAttribute(attribute: Node & { kind: 'attribute' }): boolean {
  const { parent } = attribute;
  if (parent?.kind === 'call' && parent.func === attribute)
    return READS.test(attribute.attr) && attribute.attr !== 'fit';
  if (parent?.kind === 'assign') return !(parent.targets as readonly Node[]).includes(attribute);
  return parent?.kind !== 'augassign' && parent?.kind !== 'delete';
}

function looksOnly(model: Model, call: Call): boolean {
  const callee = model.calleeOf(call);
  if (callee)
    return ![...descend(callee)].some(
      (node) => node.kind === 'call' && /^(fit\w*|partial_fit|set_params|train)$/.test(calleeName(node)),
    );
  const origins = model.origins(call.func);
  return origins.length > 0 && origins.every((one) => one.kind === 'external' && LOOKS.test(one.name));
}

/** The object has a second name, through which it may be changed. */
function isAliased(root: Name, first: Node): boolean {
  return reachingBindings(root).some(({ node, value }) => {
    if (node.kind === 'assign' && node.targets.length > 1) return true;
    return value?.kind === 'name' && value.start < first.start;
  });
}
