/** Which loop variables and parameters decide an expression, followed back through assignments; data is left out. */
import type { Argument, Binding, Call, Expr, Name, Node } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { children } from '../../syntax/children';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';

/** Seeds choose nothing, and names and places of files neither. */
const NOT_SETTINGS =
  /^(random_state|random_seed|seed|rng|name|id|tag|path|file|filename|filepath|log_?dir|logger|save_?dir|out(put)?_dir|verbose|n_jobs|callbacks|input_shape|input_dim|input_size|in_features|num_classes|n_classes|classes|weights?|endog|exog|data|x|y|X|train_data|valid_sets|eval_set|dtrain)$/;
/** What makes, reads or cuts data; a batch size is a setting all the same. */
const DATA =
  /^(load\w*|read\w*|fetch\w*|make_(class|reg|blob|moon|circle)\w*|get_(data|dataset|loaders?|features?)\w*|prepare\w*|train_test_split|split\w*|\w*[dD]ata(set|frame)?s?|DataLoader|DMatrix|Pool|print|log\w*|format|open|join|len|str|Path)$/;
/** Methods through which a model or a dictionary gets more settings. */
const CONFIGURES = /^(add|compile|set_params|update|setdefault|append|__setitem__)$/;

const MAX_STEPS = 200;

/** The bindings by loops and parameters that an expression depends on. */
export function influences(model: Model, expressions: readonly Expr[], before: Node): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  const seen = new Set<Node>();
  const waiting: Expr[] = [...expressions];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const expression = waiting.pop();
    if (!expression) break;
    for (const name of namesIn(model, expression)) {
      for (const binding of reachingBindings(name)) {
        if (binding.kind === 'for' || binding.kind === 'param') found.add(binding);
        if (seen.has(binding.node) || binding.kind === 'for' || binding.kind === 'param') continue;
        seen.add(binding.node);
        if (binding.value && binding.node.kind === 'assign') waiting.push(binding.value);
        if (binding.node.kind === 'assign') waiting.push(...configured(model, name, binding.node, before));
      }
    }
  }
  return found;
}

/** The names that an expression reads as settings. */
function* namesIn(model: Model, node: Node): Generator<Name> {
  if (node.kind === 'name') yield node;
  if (node.kind === 'fstring' || node.kind === 'lambda') return;
  if (node.kind === 'subscript') {
    yield* namesIn(model, node.value);
    // `values[i]` of a list that is written down; an index into data chooses rows or columns.
    if (model.value(node.value).alternatives.some((one) => one.type === 'sequence'))
      for (const index of node.index) yield* namesIn(model, index);
    return;
  }
  if (node.kind === 'call' && DATA.test(calleeName(node))) {
    yield* batchSize(model, node);
    return;
  }
  if (node.kind === 'argument' && NOT_SETTINGS.test(node.name ?? '')) return;
  const parts = node.kind === 'call' && node.func.kind === 'name' ? node.args : children(node);
  for (const part of parts) yield* namesIn(model, part);
}

function* batchSize(model: Model, { args }: Call): Generator<Name> {
  for (const one of args) if (one.name === 'batch_size') yield* namesIn(model, one.value);
}

/** What is done to a variable between its assignment and the training: `m.add(Dense(n))`, `d["lr"] = lr`, `c.lr = lr`. */
function configured(model: Model, name: Name, from: Node, before: Node): readonly Expr[] {
  return model.program.names(name.id).flatMap((use): readonly Expr[] => {
    if (use.start < from.end || use.end > before.start || enclosingFunction(use) !== enclosingFunction(name)) return [];
    const { parent } = use;
    if (parent?.kind === 'attribute' && parent.parent?.kind === 'call' && parent.parent.func === parent) {
      return CONFIGURES.test(parent.attr) ? settingsOf(parent.parent.args) : [];
    }
    const stores = parent?.kind === 'attribute' || (parent?.kind === 'subscript' && parent.value === use);
    const statement = stores ? parent.parent : null;
    if (!stores || statement?.kind !== 'assign' || !statement.value) return [];
    return (statement.targets as readonly Node[]).includes(parent) ? [statement.value] : [];
  });
}

function settingsOf(args: readonly Argument[]): readonly Expr[] {
  return args.filter((one) => !NOT_SETTINGS.test(one.name ?? '')).map((one) => one.value);
}
