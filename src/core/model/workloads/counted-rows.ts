/**
 * How many rows a list has at most that is written out, or filled in counted loops: `[1, 2, 3]`,
 * `for i in range(n): rows.append(...)`, `[f(i) for i in range(n)]`.
 */
import type { Binding, Call, Comprehension, Expr, Name, Node } from '../../syntax/ast';
import { ancestors, descend, enclosingFunction, statementOf } from '../../syntax/walk';
import { onlyValue, reachingBindings } from '../lookup';
import type { Model } from '../model';
import { iterationsOf } from '../epoch-loops';
import { calleeName } from '../traverse';
import { mostNumber, type Value } from '../values';
import type { Fact } from '../workload';
import { rows } from './rows';

/** One counted list: its length at most, and what one of its elements is. */
export interface CountedList {
  readonly rows: Fact<number>;
  readonly elements: readonly Expr[];
}

/** Undefined for anything else, and where one of the loops cannot be counted. */
export function countedList(model: Model, expression: Expr): CountedList | undefined {
  if (expression.kind === 'comprehension') return countedComprehension(model, expression);
  return expression.kind === 'name' ? appendedList(model, expression) : undefined;
}

/** Of other lists than ranges the elements are files or splits more often than rows; those of a text are characters. */
function countedComprehension(model: Model, { element, clauses }: Comprehension): CountedList | undefined {
  const counts = clauses.map(({ iter }) =>
    iter.kind === 'call' && calleeName(iter) === 'range' ? lengthOf(model.value(iter)) : lengthOfText(model, iter),
  );
  const [first] = clauses;
  if (!first || counts.includes(undefined)) return undefined;
  const total = counts.reduce<number>((all, one) => all * (one ?? 0), 1);
  return total > 0 ? { rows: rows(total, first.iter), elements: [element] } : undefined;
}

function lengthOf({ certainty, alternatives }: Value): number | undefined {
  const lengths = alternatives.map((one) => (one.type === 'sequence' ? one.length : null));
  const counted = lengths.filter((one) => one !== null);
  return certainty === 'known' && counted.length > 0 && counted.length === lengths.length
    ? Math.max(...counted)
    : undefined;
}

/** A text that is cut again and again. */
const MAX_DEPTH = 8;

/** Of a text that the code spells out, and of a part of one. */
function lengthOfText(model: Model, text: Expr, depth = 0): number | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const { certainty, alternatives } = model.value(text);
  const [only] = alternatives;
  if (certainty === 'known' && alternatives.length === 1 && only?.type === 'string') return only.value.length;
  const isPart = text.kind === 'subscript' && text.index[0]?.kind === 'slice';
  const whole = isPart ? text.value : text.kind === 'name' ? onlyValue(text) : undefined;
  return whole && lengthOfText(model, whole, depth + 1);
}

/** A list that begins empty, or with numbers that are written out. */
function appendedList(model: Model, name: Name): CountedList | undefined {
  const [binding, ...others] = reachingBindings(name);
  const written = binding?.kind === 'assign' && others.length === 0 ? writtenNumbers(binding) : undefined;
  if (!binding || !written) return undefined;
  const additions: Call[] = [];
  for (const use of model.program.names(name.id)) {
    if (use === name || !reachingBindings(use).some(({ node }) => node === binding.node)) continue;
    const addition = additionBy(use);
    if (addition === 'other' || mayFill(model, use, name)) return undefined;
    if (addition) additions.push(addition);
  }
  const counts = additions.map((one) => timesRun(model, one, binding.node));
  if (counts.length + written.length === 0 || counts.includes(undefined)) return undefined;
  const total = counts.reduce<number>((all, one) => all + (one ?? 0), written.length);
  const added = additions.flatMap(({ args }) => args.at(-1)?.value ?? []);
  return { rows: rows(total, name), elements: [...written, ...added] };
}

/** What is added to a list that begins empty, however often. */
export function addedTo(model: Model, name: Name): readonly Expr[] {
  const [binding, ...others] = reachingBindings(name);
  if (binding?.kind !== 'assign' || others.length > 0 || writtenNumbers(binding)?.length !== 0) return [];
  return model.program.names(name.id).flatMap((use) => {
    const isSame = use !== name && reachingBindings(use).some(({ node }) => node === binding.node);
    const addition = isSame ? additionBy(use) : undefined;
    return addition && addition !== 'other' ? (addition.args.at(-1)?.value ?? []) : [];
  });
}

/** What the list begins with: `rows = []`, `rows = list()`, `xs, ys = [], []`, `x = [1, 2, 3]`, `x = [[0, 1], [1, 0]]`. */
function writtenNumbers({ value, path }: Binding): readonly Expr[] | undefined {
  const [index] = path;
  const taken = index !== undefined && value?.kind === 'tuple' && path.length === 1 ? value.items[index] : value;
  if (!taken || (index !== undefined && taken === value)) return undefined;
  if (taken.kind === 'list') return taken.items.every(isNumbers) ? taken.items : undefined;
  return taken.kind === 'call' && calleeName(taken) === 'list' && taken.args.length === 0 ? [] : undefined;
}

/** A number, or a row of them. */
function isNumbers(item: Expr): boolean {
  if (item.kind === 'list' || item.kind === 'tuple') return item.items.every(isNumbers);
  return item.kind === 'constant' ? typeof item.value === 'number' : item.kind === 'unary' && isNumbers(item.operand);
}

/** The call that adds one element; `other` where several may be added. */
function additionBy({ parent }: Name): Call | 'other' | undefined {
  if (parent?.kind === 'augassign') return 'other';
  if (parent?.kind !== 'attribute') return undefined;
  if (parent.attr === 'extend') return 'other';
  const call = parent.parent;
  const adds = /^(append|insert)$/.test(parent.attr) && call?.kind === 'call' && call.func === parent;
  return adds ? call : undefined;
}

/** Handed to a function that may add to it before it is used. */
function mayFill(model: Model, use: Name, last: Name): boolean {
  const call = use.parent?.kind === 'argument' && use.parent.parent?.kind === 'call' ? use.parent.parent : undefined;
  if (!call || use.start > last.start) return false;
  const callee = model.calleeOf(call);
  if (callee) return [...descend(callee)].some((node) => node.kind === 'call' && ADDS.test(calleeName(node)));
  return model.origins(call.func).length === 0 && call.func.kind === 'name' && !BUILT_IN.test(call.func.id);
}

const ADDS = /^(append|extend|insert)$/;
const BUILT_IN = /^(len|print|list|tuple|set|sum|max|min|sorted|zip|enumerate|range|str|type|isinstance|reversed|map)$/;

/** How often a call runs at most after the list was made; undefined when a loop around it cannot be counted. */
function timesRun(model: Model, call: Call, made: Node): number | undefined {
  if (enclosingFunction(call) !== enclosingFunction(made)) return undefined;
  let times = 1;
  for (const at of ancestors(statementOf(call) ?? call)) {
    if (at.kind === 'function' || at.kind === 'class' || at.kind === 'lambda') break;
    if (at.kind !== 'for' && at.kind !== 'while') continue;
    if (at.start <= made.start && made.end <= at.end) break;
    const value = iterationsOf(model, at);
    const count = value.certainty === 'known' ? mostNumber(value) : undefined;
    if (count === undefined) return undefined;
    times *= count;
  }
  return times;
}
