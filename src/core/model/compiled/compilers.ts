/** Which functions run as compiled programs: by decorator, or because they are handed to a compiler of JAX or TensorFlow. */
import type { Expr, FunctionDef, Loop, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import type { Model } from '../model';

/** Compilers, and control flow of JAX that compiles its body. `vmap` and `grad` only transform. */
const COMPILERS =
  /^(jax\.(jit|pmap|experimental\.(pjit|maps|shard_map)\.\w+|api\.jit|lax\.(scan|fori_loop|while_loop|cond|switch|map|associative_scan))|flax\.(nnx|nnx\.transforms\.\w+|experimental\.nnx)\.(jit|pmap|scan|while_loop|fori_loop|cached_partial)|equinox\.(filter_jit|filter_pmap)|haiku\.(scan|fori_loop|while_loop|cond)|tensorflow\.(function|autograph\.\w+|while_loop|cond|map_fn|scan)|torch\.(compile|jit\.\w+))$/;

/** Decorators that leave the function as it is. */
const PLAIN = /^builtins\.(staticmethod|classmethod|property)$|^(abc|typing|functools\.wraps)\b/;

export type Compiled = 'yes' | 'no' | 'unknown';

/** Whether the callee, or what a `partial` of it stands for, is a compiler. */
export function isCompiler(model: Model, callee: Expr): boolean {
  return model.origins(callee).some((origin) => origin.kind === 'external' && COMPILERS.test(origin.name));
}

/** `unknown` where it is decorated with something else, or handed around so that it may be compiled out of sight. */
export function compiledState(model: Model, definition: FunctionDef): Compiled {
  const decorated = definition.decorators.map((one) => byDecorator(model, one));
  if (decorated.includes('yes')) return 'yes';
  const handed = referencesOf(model, definition).map((one) => byUse(model, one));
  if (handed.includes('yes')) return 'yes';
  return decorated.includes('unknown') || handed.includes('unknown') ? 'unknown' : 'no';
}

/** `@jax.jit`, `@partial(jax.jit, static_argnums=0)`, `@tf.function(reduce_retracing=True)`. */
export function byDecorator(model: Model, decorator: Expr): Compiled {
  const parts = decorator.kind === 'call' ? [decorator.func, ...decorator.args.map(({ value }) => value)] : [decorator];
  if (parts.some((part) => isCompiler(model, part))) return 'yes';
  const [head] = parts;
  const isPlain = head && model.origins(head).some((one) => one.kind === 'external' && PLAIN.test(one.name));
  return isPlain ? 'no' : 'unknown';
}

/** Where the function is named without being called. */
function referencesOf(model: Model, { name, parent }: FunctionDef): readonly Expr[] {
  const uses = parent?.kind === 'class' ? model.program.attributes(name) : model.program.names(name);
  return uses.filter((use) => !(use.parent?.kind === 'call' && use.parent.func === use));
}

function byUse(model: Model, use: Expr): Compiled {
  for (const at of ancestors(use)) {
    if (at.kind === 'call' && isCompiler(model, at.func)) return 'yes';
    if (at.kind !== 'argument' && at.kind !== 'call') break;
  }
  return 'unknown';
}

/** A call whose result is a compiled function: `jax.jit(step)`, also through a name. */
export function isCompiledValue(model: Model, value: Expr): boolean {
  return model
    .origins(value)
    .some(
      (origin) =>
        (origin.kind === 'result' && COMPILERS.test(origin.of)) ||
        (origin.kind === 'function' && compiledState(model, origin.definition) === 'yes'),
    );
}

/** None of the functions around the loop is traced, which would unroll it. */
export function runsInPython(model: Model, loop: Loop): boolean {
  return !isTracedAround(model, loop, 0);
}

const MAX_CALLERS = 2;

/** In a lambda or a function that is compiled, differentiated or mapped, here or in what calls it. */
function isTracedAround(model: Model, node: Node, depth: number): boolean {
  for (const at of ancestors(node))
    if (at.kind === 'lambda' || (at.kind === 'function' && isTraced(model, at, depth))) return true;
  return false;
}

const TRACING = /^(jax|flax|equinox|haiku|tensorflow)\./;

function isTraced(model: Model, definition: FunctionDef, depth: number): boolean {
  if (compiledState(model, definition) === 'yes') return true;
  const handed = referencesOf(model, definition).some(({ parent }) => {
    const call = parent?.kind === 'argument' ? parent.parent : null;
    return (
      call?.kind === 'call' && model.origins(call.func).some((one) => one.kind === 'external' && TRACING.test(one.name))
    );
  });
  return (
    handed ||
    (depth < MAX_CALLERS && model.callersOf(definition).some((call) => isTracedAround(model, call, depth + 1)))
  );
}
