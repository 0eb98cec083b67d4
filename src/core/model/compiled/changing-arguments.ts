/** Finds calls that hand a Python loop counter to a compiled function, which is compiled for each value of it. */
import type { Argument, Call, Expr, FunctionDef, Loop, Name, Node, Param } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { asString, mostNumber } from '../values';
import { calleeName } from '../traverse';
import { runsInPython } from './compilers';

export interface ChangingArgument {
  readonly call: Call;
  /** The counter as it is handed over. */
  readonly value: Name;
  readonly definition: FunctionDef;
  readonly param: Param;
  /** The loop that counts. */
  readonly loop: Loop;
  readonly by: 'tensorflow' | 'jax';
}

/** One for each function, at the first call. */
export function changingArguments(model: Model): readonly ChangingArgument[] {
  return model.program.functions.flatMap((definition) => {
    const by = compilerOf(model, definition);
    if (!by) return [];
    const calls = model.callersOf(definition).filter((call) => !model.isIgnored(call));
    for (const param of definition.params) {
      if (!by.isStatic(param)) continue;
      for (const call of calls) {
        const found = counterIn(call, definition, param);
        if (found && runsInPython(model, found.loop)) return [{ call, definition, param, by: by.framework, ...found }];
      }
    }
    return [];
  });
}

interface Compiler {
  readonly framework: 'tensorflow' | 'jax';
  /** Whether each value of the parameter is a program of its own. */
  readonly isStatic: (param: Param) => boolean;
}

function compilerOf(model: Model, definition: FunctionDef): Compiler | undefined {
  if (definition.decorators.length !== 1 || !definition.decorators[0]) return undefined;
  const [decorator] = definition.decorators;
  const head = decorator.kind === 'call' ? decorator.func : decorator;
  if (isExternal(model, head, 'tensorflow.function')) {
    // A signature turns Python numbers into tensors, and relaxed tracing may generalise them.
    const isPlain =
      decorator.kind !== 'call' || decorator.args.every(({ name }) => name === 'jit_compile' || name === 'autograph');
    return isPlain ? { framework: 'tensorflow', isStatic: () => true } : undefined;
  }
  if (decorator.kind !== 'call') return undefined;
  const partial =
    calleeName(decorator) === 'partial' && decorator.args[0] && isExternal(model, decorator.args[0].value, 'jax.jit');
  if (!partial && !isExternal(model, head, 'jax.jit')) return undefined;
  return { framework: 'jax', isStatic: (param) => isNamedStatic(model, decorator.args, definition, param) };
}

const isExternal = (model: Model, expression: Expr, name: string): boolean =>
  model.origins(expression).some((one) => one.kind === 'external' && one.name === name);

/** `static_argnums=(2,)`, `static_argnames="step"`. */
function isNamedStatic(model: Model, args: readonly Argument[], { params }: FunctionDef, param: Param): boolean {
  const items = (keyword: string): readonly Expr[] => {
    const value = args.find(({ name }) => name === keyword)?.value;
    return value?.kind === 'tuple' || value?.kind === 'list' ? value.items : value ? [value] : [];
  };
  return (
    items('static_argnums').some((one) => mostNumber(model.value(one)) === params.indexOf(param)) ||
    items('static_argnames').some((one) => asString(model.value(one)) === param.name)
  );
}

/** The counter of a loop around the call, handed over as it is. */
function counterIn(
  call: Call,
  definition: FunctionDef,
  param: Param,
): Pick<ChangingArgument, 'value' | 'loop'> | undefined {
  const value = bindingIn(call, definition, param);
  if (value?.kind !== 'name') return undefined;
  for (const at of ancestors(call)) {
    if (at.kind === 'function' || at.kind === 'class' || at.kind === 'lambda') return undefined;
    if (at.kind === 'for' && countsIn(at.target, at.iter, value)) return { value, loop: at };
  }
  return undefined;
}

/** `for i in range(n)`, `for i, x in enumerate(data)`, also behind a progress bar; not `tf.range`, which gives tensors. */
function countsIn(target: Expr, iter: Expr, value: Name): boolean {
  const call = iter.kind === 'call' ? iter : undefined;
  if (!call || reachingBindings(value).some(({ kind }) => kind !== 'for')) return false;
  const name = calleeName(call);
  const [first] = call.args;
  if (/^(tqdm|track|reversed)$/.test(name) && first) return countsIn(target, first.value, value);
  if (call.func.kind !== 'name') return false;
  if (/^(range|trange|xrange)$/.test(name)) return isNamed(target, value);
  const counter = name === 'enumerate' && target.kind === 'tuple' ? target.items[0] : undefined;
  return counter !== undefined && isNamed(counter, value);
}

const isNamed = (target: Node, { id }: Name): boolean => target.kind === 'name' && target.id === id;
