/** Defaults of yacs configurations: `_C.TRAIN.EPOCHS = 300` at module level, which a file or the command line may change. */
import type { Attribute, Expr } from '../../syntax/ast';
import type { Program } from '../../syntax/program';
import { importedName } from '../origins';
import type { Resolver } from '../resolver';
import { overridable, type Evaluator } from '../value-algebra';
import { UNKNOWN, type Value } from '../values';

/** `cfg.TRAIN.EPOCHS` as its root and the names behind it; undefined for anything but names in a row. */
export function settingPath(node: Attribute): { readonly root: Expr; readonly names: readonly string[] } | undefined {
  const names: string[] = [];
  let at: Expr = node;
  while (at.kind === 'attribute') {
    names.unshift(at.attr);
    at = at.value;
  }
  return at.kind === 'name' || at.kind === 'call' ? { root: at, names } : undefined;
}

/** The one value that a program gives the setting where it builds its configuration; unknown in programs without yacs. */
export function nodeDefault(program: Program, names: readonly string[], value: (expression: Expr) => Value): Value {
  const last = names.at(-1);
  if (last === undefined || names.length < 2 || !program.mentions('CfgNode')) return UNKNOWN;
  const given = program.attributes(last).flatMap((node) => {
    const statement = node.parent;
    if (statement?.kind !== 'assign' || !statement.targets.includes(node) || !statement.value) return [];
    if (statement.parent?.kind !== 'module') return [];
    const path = settingPath(node);
    return path?.root.kind === 'name' && path.names.join('.') === names.join('.') ? [statement.value] : [];
  });
  const [only, ...others] = given;
  return only && others.length === 0 ? overridable(value(only), names.join('.')) : UNKNOWN;
}

/** `cfg.TRAIN.EPOCHS` of a configuration that is built here or in a file that this one imports. */
export function nodeSetting(
  node: Attribute,
  program: Program,
  resolver: Resolver,
  evaluator: Evaluator,
): Value | undefined {
  const path = node.value.kind === 'attribute' ? settingPath(node) : undefined;
  if (!path) return undefined;
  const here = nodeDefault(program, path.names, (expression) => evaluator.value(expression));
  if (here.certainty !== 'unknown') return here;
  for (const origin of resolver.origins(path.root)) {
    const dotted = importedName(origin);
    const found = dotted === undefined ? UNKNOWN : resolver.links.setting(dotted, path.names);
    if (found.certainty !== 'unknown') return found;
  }
  return undefined;
}
