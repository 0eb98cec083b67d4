/** Defaults of command-line options: argparse, click, typer and absl flags. */
import type { Attribute, Call, Expr, FunctionDef, Param } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { overridable, type Evaluator } from './value-algebra';
import type { Resolver } from './resolver';
import type { Origin } from './origins';
import { asString, UNKNOWN, type Value } from './values';

const PARSERS = /(^|\.)parse_(known_)?args$|parse_args_into_dataclasses$/;

/** The value of `args.name`, when `args` comes from a command-line parser; undefined when it does not. */
export function commandLineDefault(
  node: Attribute,
  program: Program,
  resolver: Resolver,
  evaluator: Evaluator,
): Value | undefined {
  if (node.value.kind !== 'name' && node.value.kind !== 'attribute' && node.value.kind !== 'call') return undefined;
  const origins = resolver.origins(node.value);
  if (origins.some((origin) => isParsed(origin))) return argparseDefault(node.attr, program, evaluator);
  if (origins.some((origin) => origin.kind === 'external' && /^absl\.(app\.)?flags\.FLAGS$/.test(origin.name))) {
    return abslDefault(node.attr, program, evaluator);
  }
  return undefined;
}

function isParsed(origin: Origin): boolean {
  return (origin.kind === 'result' || origin.kind === 'item') && PARSERS.test(origin.of);
}

function argparseDefault(name: string, program: Program, evaluator: Evaluator): Value {
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

function setDefault(name: string, program: Program, evaluator: Evaluator): Value {
  for (const call of program.calls('set_defaults')) {
    const given = keyword(call, name);
    if (given) return overridable(evaluator.value(given), `set_defaults(${name})`);
  }
  return UNKNOWN;
}

function flagsOf(call: Call, evaluator: Evaluator): readonly string[] {
  return call.args.filter((one) => one.name === null).flatMap((one) => asString(evaluator.value(one.value)) ?? []);
}

function destinationOf(call: Call, evaluator: Evaluator): string | undefined {
  const written = keyword(call, 'dest');
  if (written) return asString(evaluator.value(written));
  const flags = flagsOf(call, evaluator);
  const long = flags.find((one) => one.startsWith('--')) ?? flags[0];
  return long?.replace(/^-+/, '').replaceAll('-', '_');
}

function keyword(call: Call, name: string): Expr | undefined {
  return call.args.find((one) => one.name === name)?.value;
}

function abslDefault(name: string, program: Program, evaluator: Evaluator): Value {
  const kinds = ['DEFINE_integer', 'DEFINE_float', 'DEFINE_string', 'DEFINE_bool', 'DEFINE_boolean', 'DEFINE_enum'];
  for (const call of kinds.flatMap((kind) => program.calls(kind))) {
    const first = call.args[0] ? asString(evaluator.value(call.args[0].value)) : undefined;
    const fallback = keyword(call, 'default') ?? call.args[1]?.value;
    if (first === name && fallback) return overridable(evaluator.value(fallback), `--${name}`);
  }
  return UNKNOWN;
}

/** The default of a parameter that `@click.option` or a `typer.Option` default sets. */
export function decoratorDefault(owner: FunctionDef, param: Param, evaluator: Evaluator): Value | undefined {
  for (const decorator of owner.decorators) {
    if (decorator.kind !== 'call' || decorator.func.kind !== 'attribute' || decorator.func.attr !== 'option') continue;
    if (destinationOf(decorator, evaluator) !== param.name && !flagsOf(decorator, evaluator).includes(param.name))
      continue;
    const given = keyword(decorator, 'default');
    return given ? overridable(evaluator.value(given), `--${param.name}`) : UNKNOWN;
  }
  const typer = param.default;
  if (typer?.kind !== 'call' || typer.func.kind !== 'attribute' || typer.func.attr !== 'Option') return undefined;
  const first = keyword(typer, 'default') ?? typer.args.find((one) => one.name === null)?.value;
  return first ? overridable(evaluator.value(first), `--${param.name}`) : UNKNOWN;
}
