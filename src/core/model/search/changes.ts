/** Whether the value in a variable may have been changed in place between two places of a program. */
import type { Call, FunctionDef, Name, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { calleeName } from '../traverse';

/** Methods that change their object. */
const CHANGES =
  /^(append|extend|insert|pop|popitem|remove|sort|reverse|update|clear|setdefault|fill|put|resize|itemset|setflags|partition|setdiag|eliminate_zeros|sort_indices|sum_duplicates|__setitem__)$/;
/** Functions that change an argument. */
const SHUFFLES =
  /^(numpy\.random\.(.*\(\)\.)?shuffle|random\.(.*\(\)\.)?shuffle|numpy\.(put|place|copyto|fill_diagonal|putmask))$/;
/** Libraries that leave what they are given as it is, as far as their ordinary functions go. */
const HARMLESS =
  /^(builtins|sklearn|numpy|pandas|scipy|matplotlib|seaborn|plotly|joblib|pickle|statsmodels|xgboost|lightgbm|catboost|imblearn|umap|shap|yellowbrick|mlxtend|IPython|tqdm|time|json|os|copy|warnings|collections|itertools|functools|mlflow|wandb|torch|keras|tensorflow)\b/;

/** Between the ends of the two nodes, in source order. Names of the same spelling in other scopes count too: cautious. */
export function changesBetween(model: Model, id: string, first: Node, second: Node): boolean {
  return changingUses(model)
    .of(id)
    .some((use) => use.start >= first.end && use.end <= second.start);
}

interface ChangingUses {
  of(id: string): readonly Name[];
}

const changingUses = perModel((model): ChangingUses => {
  const known = new Map<string, readonly Name[]>();
  return {
    of(id) {
      let uses = known.get(id);
      if (!uses) known.set(id, (uses = model.program.names(id).filter((name) => mayChange(model, name, 0))));
      return uses;
    },
  };
});

function mayChange(model: Model, name: Name, depth: number): boolean {
  let at: Node = name;
  while (at.parent && (at.parent.kind === 'attribute' || at.parent.kind === 'subscript') && at.parent.value === at) {
    at = at.parent;
    if (at.kind === 'attribute' && at.parent?.kind === 'call' && at.parent.func === at) {
      return CHANGES.test(at.attr) || isInPlace(at.parent);
    }
  }
  const { parent } = at;
  if (at !== name && isStored(at, parent)) return true;
  if (parent?.kind === 'augassign' && parent.target === at) return true;
  if (parent?.kind === 'argument' && parent.parent?.kind === 'call') {
    return (
      at === name && changesArgument(model, parent.parent, parent.name ?? parent.parent.args.indexOf(parent), depth)
    );
  }
  return parent?.kind === 'delete';
}

function isStored(at: Node, parent: Node | null): boolean {
  let holder = parent;
  let item = at;
  while (holder && (holder.kind === 'tuple' || holder.kind === 'list')) {
    item = holder;
    holder = holder.parent;
  }
  if (holder?.kind === 'assign') return (holder.targets as readonly Node[]).includes(item);
  return holder?.kind === 'for' && holder.target === item;
}

/** `frame.drop(..., inplace=True)`. */
function isInPlace({ args }: Call): boolean {
  return args.some(({ name, value }) => name === 'inplace' && !(value.kind === 'constant' && value.value === false));
}

/** `which` is the position or the keyword of the argument. */
function changesArgument(model: Model, call: Call, which: number | string, depth: number): boolean {
  if (which === 'out') return true;
  const callee = model.calleeOf(call);
  if (callee) return depth > 1 || changesParameter(model, callee, which, depth);
  if (
    call.func.kind === 'attribute' &&
    /^(fit|predict|score|transform|fit_\w+|predict_\w+|decision_function)$/.test(calleeName(call))
  )
    return false;
  const origins = model.origins(call.func);
  if (origins.length === 0) return call.func.kind !== 'attribute';
  return origins.some((origin) => {
    if (origin.kind === 'function' || origin.kind === 'class') return false;
    if (origin.kind !== 'external') return true;
    return SHUFFLES.test(origin.name) || !HARMLESS.test(origin.name);
  });
}

/** A local function changes what it is given when it changes the parameter in place. */
function changesParameter(model: Model, callee: FunctionDef, which: number | string, depth: number): boolean {
  const own = callee.parent?.kind === 'class' ? callee.params.slice(1) : callee.params;
  const parameter = typeof which === 'string' ? own.find((one) => one.name === which) : own[which];
  if (!parameter) return true;
  for (const node of descend(callee)) {
    if (node.kind === 'name' && node.id === parameter.name && mayChange(model, node, depth + 1)) return true;
  }
  return false;
}
