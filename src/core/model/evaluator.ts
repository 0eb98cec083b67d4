/** Evaluates expressions as far as the source determines them. */
import type { Attribute, Binary, Binding, Call, Expr, FunctionDef, Name, Param } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Tracker } from '../syntax/tracker';
import { enclosing } from '../syntax/walk';
import { Answers, asIs } from './answers';
import { bindingIn } from './bind';
import { nodeSetting } from './configuration/node-defaults';
import { NOTHING_OUTSIDE, type OutsideValues } from './configuration/outside';
import { changedDictionary, changingUses, isGrownBefore } from './dictionary-changes';
import { assignedBefore } from './evaluate-assigned';
import { callValue } from './evaluate-calls';
import { forEachDevice } from './evaluate-devices';
import { comprehensionValue, constantValue, dictValue, keywordsLeft, sequenceValue } from './evaluate-literals';
import { memberValue } from './evaluate-members';
import { commandLineDefault, decoratorDefault, optionEntry, type OptionSources } from './evaluate-options';
import { subscriptValue } from './evaluate-subscripts';
import { wandbValue } from './evaluate-wandb';
import { reachingBindings } from './lookup';
import { Memo, Recursion } from './memo';
import type { Resolver } from './resolver';
import {
  combine,
  eitherOf,
  join,
  known,
  mapValue,
  number,
  overridable,
  type Member,
  type ObjectEvaluator,
} from './value-algebra';
import { UNKNOWN, type Value } from './values';

/** What is asked besides the program. */
interface Around {
  /** Values that files beside the code give; none unless given. */
  readonly outside?: OutsideValues;
  readonly tracker?: Tracker | undefined;
}

export function createEvaluator(program: Program, resolver: Resolver, around: Around = {}): ObjectEvaluator {
  return new ProgramEvaluator(program, resolver, around);
}

class ProgramEvaluator implements ObjectEvaluator {
  readonly #program: Program;
  readonly #resolver: Resolver;
  readonly #outside: OutsideValues;
  readonly #recursion: Recursion;
  readonly #known: Memo<Expr, Value>;
  /** By the name of the attribute. */
  readonly #members = new Map<string, Memo<Expr, Value>>();
  readonly #changing: Answers<string, readonly Name[]>;

  constructor(program: Program, resolver: Resolver, { outside = NOTHING_OUTSIDE, tracker }: Around) {
    this.#program = program;
    this.#resolver = resolver;
    this.#outside = outside;
    this.#recursion = new Recursion(tracker);
    this.#known = new Memo<Expr, Value>(this.#recursion, UNKNOWN);
    this.#changing = new Answers<string, readonly Name[]>(tracker, asIs);
  }

  value(expression: Expr): Value {
    if (expression.kind === 'constant') return known(constantValue(expression.value), expression);
    return this.#known.get(expression, () => this.#evaluate(expression));
  }

  changingUses(id: string): readonly Name[] {
    return this.#changing.get(id, () => changingUses(this.#program, id));
  }

  #evaluate(expression: Expr): Value {
    switch (expression.kind) {
      case 'unary':
        return this.#unary(expression.op, expression.operand, expression);
      case 'binary':
        return this.#binary(expression);
      case 'list':
      case 'tuple':
      case 'set':
        return known(sequenceValue(expression, this), expression);
      case 'dict':
        return known(dictValue(expression, this), expression);
      case 'conditional':
        return join([this.value(expression.then), this.value(expression.otherwise)]);
      case 'walrus':
        return this.value(expression.value);
      case 'name':
        return this.#name(expression);
      case 'attribute':
        return this.#attribute(expression);
      case 'subscript':
        return optionEntry(expression, this.#sources(), this) ?? subscriptValue(expression, this.#resolver, this);
      case 'comprehension':
        return known(comprehensionValue(expression, this), expression);
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
    if (node.op === 'or' || node.op === 'and') return eitherOf(node.op, left, right);
    const [a, b] = [left.alternatives[0], right.alternatives[0]];
    if (!a || !b) return forEachDevice(node, this);
    if (left.alternatives.length > 1 || right.alternatives.length > 1) return UNKNOWN;
    const result = combine(node.op, a, b);
    if (!result) return UNKNOWN;
    const softer = left.certainty === 'default' ? left : right;
    return { ...softer, alternatives: [result], source: node };
  }

  #name(node: Name): Value {
    const bindings = reachingBindings(node);
    if (bindings.length === 0) return this.#starred(node);
    const value = join(bindings.map((binding) => this.#binding(binding)));
    const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
    if (only?.type === 'dict') return { ...value, alternatives: [changedDictionary(node, only, this)] };
    const isGrown = only?.type === 'sequence' && isGrownBefore(node, bindings, this);
    return isGrown ? { ...value, alternatives: [{ ...only, length: null, items: null }] } : value;
  }

  /** What only `from config import *` can have bound, where that module was read. */
  #starred(node: Name): Value {
    const [only] = this.#resolver.origins(node);
    return only?.kind === 'external' && !only.may ? this.#resolver.links.value(only.name) : UNKNOWN;
  }

  #binding(binding: Binding): Value {
    if (binding.kind === 'param' && binding.node.kind === 'param') return this.#param(binding.node);
    if (binding.kind === 'augassign') return UNKNOWN;
    if (binding.imported !== null) return this.#resolver.links.value(binding.imported);
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
    if (param.star === '**') return join(callers.map((call) => keywordsLeft(call, owner)));
    if (callers.length === 0) return overridable(fallback, `parameter ${param.name}`);
    return join(callers.map((call) => this.#given(call, owner, param, fallback)));
  }

  #given(call: Call, owner: FunctionDef, param: Param, fallback: Value): Value {
    const given = bindingIn(call, owner, param);
    if (given) return this.value(given);
    return call.args.some((argument) => argument.star !== '') ? UNKNOWN : fallback;
  }

  #attribute(node: Attribute): Value {
    return (
      wandbValue(node, { program: this.#program, resolver: this.#resolver }, this) ??
      assignedBefore(node, node, this.#program, this) ??
      this.#option(node) ??
      this.#outside.attribute(node, this.#resolver) ??
      nodeSetting(node, this.#program, this.#resolver, this) ??
      this.#kept(node)
    );
  }

  member(member: Member): Value {
    const { value, attr } = member;
    let known = this.#members.get(attr);
    if (!known) this.#members.set(attr, (known = new Memo<Expr, Value>(this.#recursion, UNKNOWN)));
    return known.get(
      value,
      () => assignedBefore(member, value, this.#program, this) ?? this.#option(member) ?? this.#kept(member),
    );
  }

  #option(member: Member): Value | undefined {
    return commandLineDefault(member, this.#sources(), this);
  }

  #sources(): OptionSources {
    return { program: this.#program, resolver: this.#resolver, outside: this.#outside };
  }

  #kept(member: Member): Value {
    return memberValue(member, this.#resolver, {
      value: (one) => this.value(one),
      member: (one) => this.member(one),
      bound: (one) => this.#binding(one),
    });
  }
}
