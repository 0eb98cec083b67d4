/** Finds functions that are compiled anew in every iteration of a loop, because each iteration makes a new one. */
import type { Call, Expr, FunctionDef, Loop, Name, Node } from '../../syntax/ast';
import { ancestors, descend, statementOf } from '../../syntax/walk';
import { innermostLoop } from '../epoch-loops';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { runsInPython } from './compilers';

export interface Recompiled {
  /** `jax.jit(...)`, `tf.function(...)`, or the decorator of a function that the loop defines. */
  readonly compile: Expr;
  readonly loop: Loop;
  /** `invariant`: every iteration makes the same function. `data`: what changes in it is only data. */
  readonly kind: 'invariant' | 'data';
  /** The calls of what is compiled. */
  readonly calls: readonly Call[];
  /** An inner loop calls it, so that it runs more often than it is compiled. */
  readonly amortised: boolean;
  /** The function that the loop defines; null for an expression. */
  readonly definition: FunctionDef | null;
}

const JAX = ['jax.jit', 'jax.pmap', 'flax.nnx.jit', 'equinox.filter_jit'];
const TENSORFLOW = ['tensorflow.function'];

/** In source order. */
export function recompiled(model: Model): readonly Recompiled[] {
  const called = model
    .callsOf(...JAX, ...TENSORFLOW)
    .flatMap(({ call, name, certainty }) => (certainty === 'is' ? (ofCall(model, call, name) ?? []) : []));
  const defined = model.program.functions.flatMap((one) => ofDefinition(model, one) ?? []);
  return [...called, ...defined].sort((a, b) => a.compile.start - b.compile.start);
}

function ofCall(model: Model, compile: Call, name: string): Recompiled | undefined {
  const loop = innermostLoop(compile);
  const target = compile.args.find(
    (one) => one.star === '' && (one.name === null || one.name === 'fun' || one.name === 'func'),
  )?.value;
  if (!loop || !target || model.isIgnored(compile) || !runsInPython(model, loop)) return undefined;
  if (JAX.includes(name) && !isFresh(model, target, loop)) return undefined;
  const calls = callsOfValue(model, compile);
  return calls && described({ compile, loop, calls, definition: null }, compile);
}

/**
 * JAX finds a compiled program by the function object: one that stays the same is found again, one that is made in the loop
 * is not (documentation, "JIT and caching").
 */
function isFresh(model: Model, target: Expr, loop: Loop): boolean {
  if (target.kind === 'lambda' || target.kind === 'call') return true;
  return model.origins(target).some((one) => one.kind === 'function' && innermostLoop(one.definition) === loop);
}

/** `@tf.function` or `@jax.jit` above a function in the body of a loop. */
function ofDefinition(model: Model, definition: FunctionDef): Recompiled | undefined {
  const loop = definition.decorators.length === 1 ? innermostLoop(definition) : undefined;
  const [decorator] = definition.decorators;
  if (!loop || !decorator || definition.parent !== loop || model.isIgnored(definition)) return undefined;
  if (!isCompilerOf(model, decorator) || !runsInPython(model, loop)) return undefined;
  const calls: Call[] = [];
  for (const { parent } of model.program.names(definition.name).filter((use) => isWithin(use, loop))) {
    if (parent?.kind !== 'call') return undefined;
    calls.push(parent);
  }
  return described({ compile: decorator, loop, calls, definition }, definition);
}

function isCompilerOf(model: Model, decorator: Expr): boolean {
  const head = decorator.kind === 'call' ? decorator.func : decorator;
  const isPartial = decorator.kind === 'call' && calleeName(decorator) === 'partial';
  const compiler = isPartial ? decorator.args[0]?.value : head;
  return (
    compiler !== undefined &&
    model.origins(compiler).some((one) => one.kind === 'external' && [...JAX, ...TENSORFLOW].includes(one.name))
  );
}

/** The calls of what a compiler returns; undefined where it is handed on, or kept for later iterations. */
function callsOfValue(model: Model, compile: Call): readonly Call[] | undefined {
  const { parent } = compile;
  if (parent?.kind === 'call' && parent.func === compile) return [parent];
  const statement = statementOf(compile);
  if (
    statement?.kind !== 'assign' ||
    statement.value !== compile ||
    statement.targets.some(({ kind }) => kind !== 'name')
  )
    return undefined;
  const calls = model
    .usesOf(compile)
    .map((use) => (use.parent?.kind === 'call' && use.parent.func === use ? use.parent : undefined));
  return calls.includes(undefined) ? undefined : calls.flatMap((one) => one ?? []);
}

type Site = Pick<Recompiled, 'compile' | 'loop' | 'calls' | 'definition'>;

function described(site: Site, whole: Node): Recompiled | undefined {
  const { loop, calls } = site;
  const inside = calls.filter((call) => isWithin(call, loop));
  if (inside.length === 0 || isGuarded(whole, loop) || isCompared(loop)) return undefined;
  const changing = changingIn(whole, loop);
  const amortised = inside.some((call) => innermostLoop(call) !== loop || isInComprehension(call, loop));
  if (changing.length === 0) return { ...site, kind: 'invariant', amortised };
  // A new network, loss or function in each iteration has to be compiled.
  return !amortised && changing.every(isData) ? { ...site, kind: 'data', amortised } : undefined;
}

/** The names in it that the loop binds, or changes. */
function changingIn(whole: Node, loop: Loop): readonly Name[] {
  const names = [...descend(whole)].filter((node) => node.kind === 'name');
  return names.filter((name) =>
    reachingBindings(name).some(({ node }) => (node === loop || isWithin(node, loop)) && !isWithin(node, whole)),
  );
}

/** Neither called nor asked for a method or an attribute, and no argument that a `partial` might call. */
function isData({ parent }: Name): boolean {
  if (parent?.kind === 'attribute') return false;
  if (parent?.kind === 'call') return false;
  return parent?.kind !== 'argument' || !(parent.parent?.kind === 'call' && isCompilerLike(parent.parent));
}

const isCompilerLike = (call: Call): boolean =>
  /^(jit|function|partial|grad|value_and_grad|vmap|pmap|filter_jit)$/.test(calleeName(call));

/** `if step is None: step = jax.jit(...)`. */
function isGuarded(whole: Node, loop: Loop): boolean {
  for (const at of ancestors(whole)) {
    if (at === loop) return false;
    if (at.kind === 'if' || at.kind === 'conditional' || at.kind === 'match' || at.kind === 'try') return true;
  }
  return false;
}

const TIMES =
  /^(time|perf_counter|process_time|timeit|default_timer|time_ns|memory_usage|compile|lower|get_concrete_function)$/;

/** The loop measures what it compiles. */
function isCompared(loop: Loop): boolean {
  return [...descend(loop)].some((node) => node.kind === 'call' && TIMES.test(calleeName(node)));
}

function isInComprehension(call: Call, loop: Loop): boolean {
  for (const at of ancestors(call)) {
    if (at === loop) return false;
    if (at.kind === 'comprehension' || at.kind === 'lambda') return true;
  }
  return false;
}

const isWithin = (node: Node, container: Node): boolean => container.start <= node.start && node.end <= container.end;
