/** Evaluates expressions as far as the source determines them. */
import type { Attribute, Binary, Binding, Call, Dict, Expr, Name, Param, Sequence, Subscript } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { enclosing } from '../syntax/walk';
import { bindingIn } from './bind';
import { changedDictionary } from './dictionary-changes';
import { callValue } from './evaluate-calls';
import { commandLineDefault, decoratorDefault } from './evaluate-options';
import { reachingBindings } from './lookup';
import { Memo, Recursion } from './memo';
import type { Resolver } from './resolver';
import { UNKNOWN, type Certainty, type PyValue, type Value } from './values';

export interface Evaluator {
  value(expression: Expr): Value;
}

const MAX_ALTERNATIVES = 6;

export function createEvaluator(program: Program, resolver: Resolver): Evaluator {
  return new ProgramEvaluator(program, resolver);
}

export function known(value: PyValue, source: Expr): Value {
  return { certainty: 'known', alternatives: [value], source, via: null };
}

export const number = (value: number): PyValue => ({ type: 'number', value });

/** The join of several values: as uncertain as the least certain, unknown when any is. */
export function join(values: readonly Value[]): Value {
  const [first] = values;
  if (!first || values.some((one) => one.certainty === 'unknown')) return UNKNOWN;
  const alternatives = values.flatMap((one) => one.alternatives);
  if (alternatives.length > MAX_ALTERNATIVES) return UNKNOWN;
  const softest = values.find((one) => one.certainty === 'default') ?? first;
  return { ...softest, alternatives: distinct(alternatives) };
}

function distinct(values: readonly PyValue[]): readonly PyValue[] {
  const seen = new Set<string>();
  return values.filter((one) => {
    const key =
      one.type === 'number' || one.type === 'string' || one.type === 'boolean' ? `${one.type}:${one.value}` : one.type;
    if (seen.has(key) && key !== one.type) return false;
    seen.add(key);
    return true;
  });
}

/** A value that the user can override, however sure its default is. */
export function overridable(value: Value, via: string): Value {
  return value.certainty === 'unknown' ? value : { ...value, certainty: 'default', via };
}

export function withCertainty(value: Value, certainty: Certainty, via: string | null): Value {
  return certainty === 'default' && value.certainty === 'known' ? { ...value, certainty, via } : value;
}

class ProgramEvaluator implements Evaluator {
  readonly #program: Program;
  readonly #resolver: Resolver;
  readonly #known = new Memo<Expr, Value>(new Recursion(), UNKNOWN);

  constructor(program: Program, resolver: Resolver) {
    this.#program = program;
    this.#resolver = resolver;
  }

  value(expression: Expr): Value {
    return this.#known.get(expression, () => this.#evaluate(expression));
  }

  #evaluate(expression: Expr): Value {
    switch (expression.kind) {
      case 'constant':
        return known(constantValue(expression.value), expression);
      case 'unary':
        return this.#unary(expression.op, expression.operand, expression);
      case 'binary':
        return this.#binary(expression);
      case 'list':
      case 'tuple':
      case 'set':
        return known(this.#sequence(expression), expression);
      case 'dict':
        return known(this.#dict(expression), expression);
      case 'conditional':
        return join([this.value(expression.then), this.value(expression.otherwise)]);
      case 'walrus':
        return this.value(expression.value);
      case 'name':
        return this.#name(expression);
      case 'attribute':
        return this.#attribute(expression);
      case 'subscript':
        return this.#subscript(expression);
      case 'comprehension':
        return known({ type: 'sequence', length: this.#comprehensionLength(expression), items: null }, expression);
      case 'call':
        return callValue(expression, this.#resolver, this);
      default:
        return UNKNOWN;
    }
  }

  #unary(op: string, operand: Expr, whole: Expr): Value {
    const value = this.value(operand);
    return mapValue(
      value,
      (one) => {
        if (op === '-' && one.type === 'number') return number(-one.value);
        if (op === '+' && one.type === 'number') return one;
        if (op === 'not' && one.type === 'boolean') return { type: 'boolean', value: !one.value };
        return undefined;
      },
      whole,
    );
  }

  #binary(node: Binary): Value {
    const left = this.value(node.left);
    const right = this.value(node.right);
    if (node.op === 'or' || node.op === 'and') return this.#boolean(node.op, left, right);
    const [a, b] = [left.alternatives[0], right.alternatives[0]];
    if (!a || !b || left.alternatives.length > 1 || right.alternatives.length > 1) return UNKNOWN;
    const result = combine(node.op, a, b);
    if (!result) return UNKNOWN;
    const softer = left.certainty === 'default' ? left : right;
    return { ...softer, alternatives: [result], source: node };
  }

  #boolean(op: 'or' | 'and', left: Value, right: Value): Value {
    const only = left.alternatives.length === 1 ? left.alternatives[0] : undefined;
    const truth = only ? truthOf(only) : undefined;
    if (truth === undefined || left.certainty !== 'known') return join([left, right]);
    return truth === (op === 'or') ? left : right;
  }

  #sequence(node: Sequence): PyValue {
    let length: number | null = 0;
    for (const item of node.items) {
      const size: number | null = item.kind === 'starred' ? this.#splatLength(item.parts[0]) : 1;
      length = length === null || size === null ? null : length + size;
    }
    const plain = node.items.every((item) => item.kind !== 'starred');
    return { type: 'sequence', length, items: plain ? node.items : null };
  }

  #splatLength(expression: Expr | undefined): number | null {
    const value = expression ? this.value(expression).alternatives : [];
    const only = value.length === 1 ? value[0] : undefined;
    return only?.type === 'sequence' ? only.length : null;
  }

  #dict(node: Dict): PyValue {
    const entries = new Map<string, Expr>();
    let complete = true;
    for (const { key, value } of node.entries) {
      if (key === null) {
        const inner = this.value(value).alternatives;
        const only = inner.length === 1 ? inner[0] : undefined;
        if (only?.type === 'dict') for (const [name, one] of only.entries) entries.set(name, one);
        complete &&= only?.type === 'dict' && only.complete;
        continue;
      }
      const name = this.value(key).alternatives[0];
      if (name?.type === 'string') entries.set(name.value, value);
      else complete = false;
    }
    return { type: 'dict', entries, complete };
  }

  #comprehensionLength(node: Extract<Expr, { kind: 'comprehension' }>): number | null {
    let length = 1;
    for (const clause of node.clauses) {
      const size = this.#splatLength(clause.iter);
      if (size === null || clause.conditions.length > 0) return null;
      length *= size;
    }
    return node.clauses.length > 0 ? length : null;
  }

  #name(node: Name): Value {
    const bindings = reachingBindings(node);
    if (bindings.length === 0) return UNKNOWN;
    const value = join(bindings.map((binding) => this.#binding(binding)));
    const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
    if (only?.type === 'dict') return { ...value, alternatives: [changedDictionary(node, only, this.#program, this)] };
    return value;
  }

  #binding(binding: Binding): Value {
    if (binding.kind === 'param' && binding.node.kind === 'param') return this.#param(binding.node);
    if (binding.kind === 'augassign') return UNKNOWN;
    if (binding.kind === 'for' || binding.kind === 'comprehension' || !binding.value) return UNKNOWN;
    return this.#project(binding.value, binding.path);
  }

  #project(value: Expr, path: readonly number[]): Value {
    const [index, ...rest] = path;
    if (index === undefined) return this.value(value);
    const only = this.value(value).alternatives[0];
    const item = only?.type === 'sequence' ? only.items?.[index] : undefined;
    return item ? this.#project(item, rest) : UNKNOWN;
  }

  /** What callers pass, and the default when a caller passes nothing; without callers the default, overridable. */
  #param(param: Param): Value {
    const owner = enclosing(param, 'function', 'lambda');
    if (owner?.kind !== 'function') return UNKNOWN;
    const decorated = decoratorDefault(owner, param, this);
    if (decorated) return decorated;
    const fallback = param.default ? this.value(param.default) : UNKNOWN;
    const callers = this.#resolver.callersOf(owner);
    if (callers.length === 0) return overridable(fallback, `parameter ${param.name}`);
    return join(callers.map((call) => this.#given(call, owner, param, fallback)));
  }

  #given(
    call: Call,
    owner: Extract<ReturnType<typeof enclosing>, { kind: 'function' }>,
    param: Param,
    fallback: Value,
  ): Value {
    const given = bindingIn(call, owner, param);
    if (given) return this.value(given);
    return call.args.some((argument) => argument.star !== '') ? UNKNOWN : fallback;
  }

  #attribute(node: Attribute): Value {
    const option = commandLineDefault(node, this.#program, this.#resolver, this);
    if (option) return option;
    const values: Value[] = [];
    for (const owner of this.#resolver.origins(node.value)) {
      if (owner.kind !== 'instance' && owner.kind !== 'class') continue;
      const definition = owner.kind === 'instance' ? owner.of : owner.definition;
      values.push(this.#member(definition, node.attr, owner.kind === 'instance' ? owner.call : null));
    }
    return values.length > 0 ? join(values) : UNKNOWN;
  }

  #member(definition: Parameters<Resolver['memberBindings']>[0], name: string, construction: Call | null): Value {
    const passed = construction?.args.find((argument) => argument.name === name);
    if (passed) return this.value(passed.value);
    const bindings = this.#resolver.memberBindings(definition, name);
    if (bindings.length === 0) return UNKNOWN;
    const value = join(bindings.map((binding) => this.#binding(binding)));
    return isDataclassField(bindings[0]) ? overridable(value, `field ${name}`) : value;
  }

  #subscript(node: Subscript): Value {
    const key = node.index.length === 1 && node.index[0] ? this.value(node.index[0]).alternatives[0] : undefined;
    const holder = this.value(node.value);
    if (holder.alternatives.length !== 1 || !key) return UNKNOWN;
    const only = holder.alternatives[0];
    const entry = only?.type === 'dict' && key.type === 'string' ? only.entries.get(key.value) : undefined;
    const item = only?.type === 'sequence' && key.type === 'number' ? only.items?.at(key.value) : undefined;
    const found = entry ?? item;
    return found ? withCertainty(this.value(found), holder.certainty, holder.via) : UNKNOWN;
  }
}

/** An annotated class attribute: a dataclass field, which its constructor can override. */
function isDataclassField(binding: Binding | undefined): boolean {
  return binding?.node.kind === 'assign' && binding.node.annotation !== null && binding.node.parent?.kind === 'class';
}

function constantValue(value: number | string | boolean | null): PyValue {
  if (value === null) return { type: 'none' };
  if (typeof value === 'number') return number(value);
  return typeof value === 'string' ? { type: 'string', value } : { type: 'boolean', value };
}

/** Applies `change` to every alternative; unknown when it does not apply to one. */
export function mapValue(value: Value, change: (one: PyValue) => PyValue | undefined, source: Expr): Value {
  const changed = value.alternatives.map(change);
  if (value.certainty === 'unknown' || changed.some((one) => one === undefined)) return UNKNOWN;
  return { ...value, alternatives: changed as PyValue[], source };
}

function truthOf(value: PyValue): boolean | undefined {
  switch (value.type) {
    case 'boolean':
      return value.value;
    case 'none':
      return false;
    case 'number':
      return value.value !== 0;
    case 'string':
      return value.value !== '';
    case 'sequence':
      return value.length === null ? undefined : value.length > 0;
    default:
      return undefined;
  }
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
  '<<': (a, b) => a * 2 ** b,
};

function combine(op: string, a: PyValue, b: PyValue): PyValue | undefined {
  if (a.type === 'number' && b.type === 'number') {
    const result = ARITHMETIC[op]?.(a.value, b.value);
    return result !== undefined && Number.isFinite(result) ? number(result) : undefined;
  }
  if (a.type === 'string' && b.type === 'string' && op === '+') return { type: 'string', value: a.value + b.value };
  if (a.type === 'sequence' && b.type === 'sequence' && op === '+') return concatenate(a, b);
  if (a.type === 'sequence' && b.type === 'number' && op === '*') return repeat(a, b.value);
  if (a.type === 'dict' && b.type === 'dict' && op === '|') {
    return { type: 'dict', entries: new Map([...a.entries, ...b.entries]), complete: a.complete && b.complete };
  }
  return undefined;
}

type SequenceValue = Extract<PyValue, { type: 'sequence' }>;

function concatenate(a: SequenceValue, b: SequenceValue): PyValue {
  const length = a.length === null || b.length === null ? null : a.length + b.length;
  return { type: 'sequence', length, items: a.items && b.items ? [...a.items, ...b.items] : null };
}

function repeat(a: SequenceValue, times: number): PyValue {
  return { type: 'sequence', length: a.length === null ? null : a.length * Math.max(0, times), items: null };
}
