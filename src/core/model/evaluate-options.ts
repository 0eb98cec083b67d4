/** Defaults of command-line options: argparse, click, typer and absl flags. */
import type { Expr, FunctionDef, Param, Subscript } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { OutsideValues } from './configuration/outside';
import { parsedField } from './dataclass-options';
import { destinationOf, flagsOf, keyword, optionDefault } from './option-default';
import { overridable, type Evaluator, type Member } from './value-algebra';
import type { Resolver } from './resolver';
import type { Origin } from './origins';
import { asString, UNKNOWN, type Value } from './values';

const PARSERS =
  /(^|\.)parse_(known_|intermixed_)?args$|parse_args_into_dataclasses$|Parser\(\)\.parse_(json_file|yaml_file|dict|args_and_config)$|^tyro\.cli$|^(simple_parsing|pyrallis|draccus)\.parse$/;

/** What options are looked up in. */
export interface OptionSources {
  readonly program: Program;
  readonly resolver: Resolver;
  readonly outside: OutsideValues;
}

/** The value of `args.name`, when `args` comes from a command-line parser; undefined when it does not. */
export function commandLineDefault(node: Member, sources: OptionSources, evaluator: Evaluator): Value | undefined {
  if (node.value.kind !== 'name' && node.value.kind !== 'attribute' && node.value.kind !== 'call') return undefined;
  const origins = sources.resolver.origins(node.value);
  const parsed = origins.find(isParsed);
  const elsewhere = parsed
    ? undefined
    : origins.find((one) => one.kind === 'result' && sources.resolver.links.parses(one.of));
  if (elsewhere?.kind === 'result')
    return sources.outside.option(node.attr) ?? sources.resolver.links.option(elsewhere.of, node.attr);
  if (parsed) return sources.outside.option(node.attr) ?? parsedDefault(parsed, node.attr, sources, evaluator);
  if (origins.length > 0 && origins.every(isOptions)) {
    return sources.outside.option(node.attr) ?? optionDefault(sources.program, node.attr, evaluator);
  }
  if (origins.some((origin) => origin.kind === 'external' && /^absl\.(app\.)?flags\.FLAGS$/.test(origin.name))) {
    return sources.outside.option(node.attr) ?? abslDefault(node.attr, sources.program, evaluator);
  }
  return undefined;
}

/** The same of options that are held as a dictionary: `vars(args)["epochs"]`; undefined where the program sets the entry itself. */
export function optionEntry(node: Subscript, sources: OptionSources, evaluator: Evaluator): Value | undefined {
  const [key, ...others] = node.index;
  const name = key && others.length === 0 ? asString(evaluator.value(key)) : undefined;
  const holder = name === undefined ? undefined : tableOf(node.value, sources.resolver);
  if (!holder || name === undefined || isSet(node.value, name, evaluator)) return undefined;
  return commandLineDefault({ value: holder, attr: name }, sources, evaluator);
}

/** `args` of `vars(args)` and `args.__dict__`. */
function tableOf(holder: Expr, resolver: Resolver): Expr | undefined {
  if (holder.kind === 'attribute') return holder.attr === '__dict__' ? holder.value : undefined;
  const [only, ...others] = holder.kind === 'name' || holder.kind === 'call' ? resolver.origins(holder) : [];
  const isTable = only?.kind === 'result' && only.of === 'builtins.vars' && others.length === 0;
  return isTable ? only.call.args[0]?.value : undefined;
}

function isSet(holder: Expr, name: string, evaluator: Evaluator): boolean {
  if (holder.kind !== 'name') return false;
  return evaluator.changingUses(holder.id).some(({ parent }) => {
    if (parent?.kind !== 'subscript') return parent?.kind === 'attribute' && parent.attr === 'update';
    const isTarget = parent.parent?.kind === 'assign' && parent.parent.targets.includes(parent);
    return isTarget && (!parent.index[0] || [name, undefined].includes(asString(evaluator.value(parent.index[0]))));
  });
}

/** A parameter that is called as parsed options are, where no call says what it gets: `mp.spawn(main_worker, args=(n, args))`. */
function isOptions(origin: Origin): boolean {
  return origin.kind === 'parameter' && /^(args|opts?|options|flags|hparams)$/.test(origin.param.name);
}

type Parsed = Extract<Origin, { kind: 'result' | 'item' }>;

function isParsed(origin: Origin): origin is Parsed {
  return (origin.kind === 'result' || origin.kind === 'item') && PARSERS.test(origin.of);
}

/** Of the fields of a dataclass, of an option declared here, or of one declared where the parser comes from. */
function parsedDefault(
  parsed: Parsed,
  name: string,
  { program, resolver }: OptionSources,
  evaluator: Evaluator,
): Value {
  const field = parsedField(parsed, name, resolver, evaluator);
  if (field) return field;
  const here = optionDefault(program, name, evaluator);
  return here ?? resolver.links.option(parsed.of.replace(/(\(\))?\.parse\w*$/, ''), name);
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
    if (given) return overridable(evaluator.value(given), `--${param.name}`);
    const isFlag = keyword(decorator, 'is_flag');
    const off: Value = {
      certainty: 'default',
      alternatives: [{ type: 'boolean', value: false }],
      source: decorator,
      via: `--${param.name}`,
    };
    return isFlag ? off : UNKNOWN;
  }
  const typer = param.default;
  if (typer?.kind !== 'call' || typer.func.kind !== 'attribute' || typer.func.attr !== 'Option') return undefined;
  const first = keyword(typer, 'default') ?? typer.args.find((one) => one.name === null)?.value;
  return first ? overridable(evaluator.value(first), `--${param.name}`) : UNKNOWN;
}
