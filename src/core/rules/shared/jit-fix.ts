/** Puts a compiler in front of a training step of JAX, where tracing it once is seen to be sound. */
import { indentOf } from '../../fixes/indent';
import { beginsLine } from '../../fixes/lines-of';
import type { EagerStep } from '../../model/compiled/jax-steps';
import { callsIn, lossScopes } from '../../model/compiled/jax-steps';
import { isTraceable, type Takes } from '../../model/compiled/traceable';
import type { Model } from '../../model/model';
import { dominantLineEnd } from '../../text/lines';
import type { Call, FunctionDef } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import type { Fix, ImportNeed } from '../rule';

const REASON =
  'The function is then traced once: prints and changes of Python objects in it run only then, and its arguments have to be arrays.';

export function jitFixes(model: Model, site: EagerStep): Fix[] {
  const compiler = compilerFor(model, site.transform);
  if (!compiler) return [];
  const edits = site.step ? decorated(model, site, site.step, compiler.text) : wrapped(model, site, compiler.text);
  if (!edits) return [];
  return [
    {
      title: `${site.step ? 'Decorate the step with' : 'Wrap the gradient in'} ${compiler.text}`,
      safety: 'review',
      reason: REASON,
      edits,
      imports: compiler.imports,
    },
  ];
}

interface Compiler {
  readonly text: string;
  readonly imports: readonly ImportNeed[];
}

const COMPILER: readonly (readonly [RegExp, string, string])[] = [
  [/^jax\./, 'jax', 'jit'],
  [/^haiku\./, 'jax', 'jit'],
  [/^flax\.nnx\./, 'flax.nnx', 'jit'],
  [/^equinox\./, 'equinox', 'filter_jit'],
];

/** The compiler that belongs to the transform, spelled like it. */
function compilerFor(model: Model, { func }: Call): Compiler | undefined {
  const origin = model.origins(func).find((one) => one.kind === 'external');
  const found = origin && COMPILER.find(([pattern]) => pattern.test(origin.name));
  if (!origin || !found) return undefined;
  const [, from, name] = found;
  if (func.kind === 'attribute' && !origin.name.startsWith('haiku.'))
    return { text: `${model.program.text.slice(func.value.start, func.value.end)}.${name}`, imports: [] };
  return { text: name, imports: [{ from, name }] };
}

/** `@jax.jit` on the step. */
function decorated(model: Model, site: EagerStep, step: FunctionDef, compiler: string): Fix['edits'] | undefined {
  const { text } = model.program;
  const [at] = step.decorators;
  if (at || step.parent?.kind === 'class' || !beginsLine(text, step)) return undefined;
  if (!isTraceable(model, step, lossScopes(model, site.loss), taking(compiler))) return undefined;
  const newText = `@${compiler}${dominantLineEnd(text)}${indentOf(text, step.start)}`;
  return [{ span: { start: step.start, end: step.start }, newText }];
}

/** `jax.jit(jax.value_and_grad(loss))` where it is bound to a name outside the loop. */
function wrapped(
  model: Model,
  { transform, gradient, loss, loop }: EagerStep,
  compiler: string,
): Fix['edits'] | undefined {
  const statement = statementOf(transform);
  if (gradient.func === transform || statement?.kind !== 'assign' || statement.value !== transform) return undefined;
  if (loop.start <= transform.start && transform.end <= loop.end) return undefined;
  const [scope] = lossScopes(model, loss);
  if (scope?.kind !== 'function' || callsIn(scope).length === 0) return undefined;
  if (!isTraceable(model, scope, [], taking(compiler), [gradient])) return undefined;
  return [
    { span: { start: transform.start, end: transform.start }, newText: `${compiler}(` },
    { span: { start: transform.end, end: transform.end }, newText: ')' },
  ];
}

/** nnx and Equinox take modules and optimizers as arguments. */
const taking = (compiler: string): Takes => (/nnx|filter/.test(compiler) ? 'objects' : 'arrays');
