/** Puts a compiler in front of a training step of JAX, where tracing it once is seen to be sound. */
import type { EagerStep } from '../../model/compiled/jax-steps';
import { lossScopes } from '../../model/compiled/jax-steps';
import { isTraceable, type Takes } from '../../model/compiled/traceable';
import type { Model } from '../../model/model';
import type { Call } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import type { Fix, ImportNeed } from '../rule';
import { decoratorFix } from './decorator-fix';

const REASON =
  'The function is then traced once: prints and changes of Python objects in it run only then, and its arguments have to be arrays.';

export function jitFixes(model: Model, site: EagerStep): Fix[] {
  const compiler = compilerFor(model, site.transform);
  if (!compiler) return [];
  const { step } = site;
  if (!step) return wrapFix(model, site, compiler);
  const sound = isTraceable(model, step, lossScopes(model, site.loss), compiler.takes);
  return sound ? decoratorFix(model, step, { ...compiler, reason: REASON }) : [];
}

interface Compiler {
  readonly expression: string;
  readonly imports: readonly ImportNeed[];
  readonly takes: Takes;
}

const COMPILER: readonly (readonly [RegExp, string, string, Takes])[] = [
  [/^(jax|haiku)\./, 'jax', 'jit', 'arrays'],
  [/^flax\.nnx\./, 'flax.nnx', 'jit', 'objects'],
  [/^equinox\./, 'equinox', 'filter_jit', 'objects'],
];

/** The compiler that belongs to the transform, spelled like it. */
function compilerFor(model: Model, { func }: Call): Compiler | undefined {
  const origin = model.origins(func).find((one) => one.kind === 'external');
  const found = origin && COMPILER.find(([pattern]) => pattern.test(origin.name));
  if (!origin || !found) return undefined;
  const [, from, name, takes] = found;
  if (func.kind === 'attribute' && !origin.name.startsWith('haiku.'))
    return { expression: `${model.program.text.slice(func.value.start, func.value.end)}.${name}`, imports: [], takes };
  return { expression: name, imports: [{ from, name }], takes };
}

/** `jax.jit(jax.value_and_grad(loss))` where it is bound to a name outside the loop. */
function wrapFix(model: Model, { transform, gradient, loss, loop }: EagerStep, compiler: Compiler): Fix[] {
  const { expression, imports, takes } = compiler;
  const statement = statementOf(transform);
  if (gradient.func === transform || statement?.kind !== 'assign' || statement.value !== transform) return [];
  if (loop.start <= transform.start && transform.end <= loop.end) return [];
  const [scope] = lossScopes(model, loss);
  if (scope?.kind !== 'function' || !isTraceable(model, scope, [], takes, [gradient])) return [];
  const edits = [
    { span: { start: transform.start, end: transform.start }, newText: `${expression}(` },
    { span: { start: transform.end, end: transform.end }, newText: ')' },
  ];
  return [{ title: `Wrap the gradient in ${expression}`, safety: 'review', reason: REASON, edits, imports }];
}
