/** Defaults of options that a program declares with argparse. */
import type { Call, Expr } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { overridable, type Evaluator } from './value-algebra';
import { asString, UNKNOWN, type Value } from './values';

/** All that is asked of an evaluator here. */
type Values = Pick<Evaluator, 'value'>;

/** The default of the option that ends up as `args.<name>`; undefined when the program declares none. */
export function optionDefault(program: Program, name: string, evaluator: Values): Value | undefined {
  const matching = program.calls('add_argument').filter((call) => destinationOf(call, evaluator) === name);
  const call = matching.at(-1);
  if (!call) return setDefault(name, program, evaluator);
  const flag = flagsOf(call, evaluator).find((one) => one.startsWith('--')) ?? name;
  const given = keyword(call, 'default');
  if (given) return overridable(evaluator.value(given), flag);
  const action = keyword(call, 'action');
  const kind = action ? asString(evaluator.value(action)) : undefined;
  if (kind === 'store_true') return optional({ type: 'boolean', value: false }, call, flag);
  if (kind === 'store_false') return optional({ type: 'boolean', value: true }, call, flag);
  const isRequired = keyword(call, 'required') !== undefined || !flag.startsWith('-');
  return isRequired ? UNKNOWN : optional({ type: 'none' }, call, flag);
}

function optional(value: Value['alternatives'][number], source: Call, via: string): Value {
  return { certainty: 'default', alternatives: [value], source, via };
}

/** The expression of that default, where one is written. */
export function defaultExpression(program: Program, name: string, evaluator: Values): Expr | undefined {
  const matching = program.calls('add_argument').filter((call) => destinationOf(call, evaluator) === name);
  const declared = matching.at(-1);
  const written = declared && keyword(declared, 'default');
  return written ?? program.calls('set_defaults').flatMap((call) => keyword(call, name) ?? [])[0];
}

function setDefault(name: string, program: Program, evaluator: Values): Value | undefined {
  for (const call of program.calls('set_defaults')) {
    const given = keyword(call, name);
    if (given) return overridable(evaluator.value(given), `set_defaults(${name})`);
  }
  return undefined;
}

export function flagsOf(call: Call, evaluator: Values): readonly string[] {
  return call.args.filter((one) => one.name === null).flatMap((one) => asString(evaluator.value(one.value)) ?? []);
}

/** The attribute under which the parsed option is found. */
export function destinationOf(call: Call, evaluator: Values): string | undefined {
  const written = keyword(call, 'dest');
  if (written) return asString(evaluator.value(written));
  const flags = flagsOf(call, evaluator);
  const long = flags.find((one) => one.startsWith('--')) ?? flags[0];
  return long?.replace(/^-+/, '').replaceAll('-', '_');
}

export function keyword(call: Call, name: string): Expr | undefined {
  return call.args.find((one) => one.name === name)?.value;
}
