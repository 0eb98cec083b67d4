/** Rewrites a comprehension or an appending loop over single predictions into one batched call, where the results are the same. */
import { reference } from '../../fixes/reference';
import { hidesComment } from '../../fixes/gaps';
import { endOfLines } from '../../fixes/lines-of';
import type { ElementLoop } from '../../model/inference/element-loops';
import type { Prediction } from '../../model/inference/predictions';
import type { Model } from '../../model/model';
import { calleeName } from '../../model/traverse';
import { asString } from '../../model/values';
import { descend } from '../../syntax/walk';
import type { Call, Comprehension, Expr, For, Node } from '../../syntax/ast';
import { spanOf, type Span } from '../../text/span';
import type { Fix, ImportNeed } from '../rule';

/** What is collected for each element, and the loop that collects it. */
interface Collected {
  readonly whole: Span;
  readonly value: Expr;
  readonly target: Expr;
  /** Source of the loop's header, ` for x in xs if x`. */
  readonly header: string;
  readonly iterable: string | null;
  /** Wraps the list of results. */
  readonly into: (list: string) => string;
}

export function batchingFixes(model: Model, prediction: Prediction, loop: ElementLoop): Fix[] {
  const collected = collectedBy(model, loop);
  if (!collected || hidesComment(model.program.text, collected.whole)) return [];
  const plan = planOf(model, prediction, collected);
  const list = plan && resultList(model, collected, plan);
  if (!plan || list === undefined) return [];
  const change = {
    title: 'Run all elements in one call',
    edits: [{ span: spanOf(collected.whole), newText: collected.into(list) }],
    imports: plan.imports,
  };
  return [plan.reason === null ? { safety: 'safe', ...change } : { safety: 'review', reason: plan.reason, ...change }];
}

function collectedBy(model: Model, { node }: ElementLoop): Collected | undefined {
  if (node.kind === 'comprehension') return comprehended(model, node);
  return node.kind === 'for' ? appended(model, node) : undefined;
}

function comprehended(model: Model, node: Comprehension): Collected | undefined {
  const [clause, ...rest] = node.clauses;
  if (node.of !== 'list' || !clause || rest.length > 0 || clause.target.kind !== 'name') return undefined;
  const source = sourceOf(model);
  const header = /^[\s)]*?(\s+for\s[\s\S]*)$/.exec(model.program.text.slice(node.element.end, node.end - 1))?.[1];
  if (header === undefined || /\basync\b/.test(header)) return undefined;
  const iterable = clause.conditions.length === 0 ? source(clause.iter) : null;
  return {
    whole: node,
    value: node.element,
    target: clause.target,
    header: ` ${header.trim()}`,
    iterable,
    into: (list) => list,
  };
}

/** `for x in xs: out.append(f(x))` and nothing else. */
function appended(model: Model, node: For): Collected | undefined {
  const [only, ...rest] = node.body;
  const call = only?.kind === 'exprstmt' && only.value.kind === 'call' ? only.value : undefined;
  const value = call?.args[0]?.value;
  if (rest.length > 0 || node.orelse.length > 0 || !call || !value || call.args.length !== 1) return undefined;
  if (call.func.kind !== 'attribute' || call.func.attr !== 'append' || node.target.kind !== 'name') return undefined;
  if (endOfLines(model.program.text, node) === undefined) return undefined;
  const source = sourceOf(model);
  const { value: receiver } = call.func;
  const iterable = source(node.iter);
  const header = ` for ${source(node.target)} in ${iterable}`;
  return {
    whole: node,
    value,
    target: node.target,
    header,
    iterable,
    into: (list) => `${source(receiver)}.extend(${list})`,
  };
}

interface Plan {
  /** The batched call. */
  readonly call: string;
  /** The part of the collected value that an item of the batched result stands for. */
  readonly item: Expr;
  /** The batched result is an array, and the list of it is wanted. */
  readonly isArray: boolean;
  readonly reason: string | null;
  readonly imports: readonly ImportNeed[];
}

function planOf(model: Model, prediction: Prediction, collected: Collected): Plan | undefined {
  const { call, runner } = prediction;
  if (otherUses(prediction, collected)) return undefined;
  const first = firstItem(call);
  switch (runner) {
    case 'encoder':
      return {
        call: callOn(model, prediction, rows(model, prediction, collected)),
        item: call,
        isArray: true,
        reason: null,
        imports: [],
      };
    case 'pipeline':
      return first && classifies(model, call)
        ? {
            call: callOn(model, prediction, rows(model, prediction, collected), 'batch_size=32'),
            item: first,
            isArray: false,
            reason: null,
            imports: [],
          }
        : undefined;
    case 'estimator':
      return first && isPlainRow(prediction) && isScikit(model, call)
        ? {
            call: callOn(model, prediction, rows(model, prediction, collected)),
            item: first,
            isArray: true,
            reason:
              'The predictions stay the same, but without any rows predict raises where the loop gave an empty list.',
            imports: [],
          }
        : undefined;
    case 'keras':
      return first ? kerasPlan(model, prediction, collected, first) : undefined;
    default:
      return undefined;
  }
}

function kerasPlan(model: Model, prediction: Prediction, collected: Collected, item: Expr): Plan | undefined {
  const { call, element, argument } = prediction;
  if (call.func.kind !== 'attribute' || call.func.attr !== 'predict' || element.kind !== 'name') return undefined;
  // Anything but a new first axis changes the element on its way.
  if (argument.kind !== 'subscript' && !(argument.kind === 'call' && calleeName(argument) === 'expand_dims'))
    return undefined;
  const stack = reference(model.program, 'numpy.stack', call);
  return {
    call: callOn(model, prediction, `${stack.expression}(${rows(model, prediction, collected)})`),
    item,
    isArray: true,
    reason: 'The samples must all have the same shape and fit in memory together; results agree up to rounding.',
    imports: stack.imports,
  };
}

/** `[row]` or `row.reshape(1, -1)`: a frame would carry the names of its columns. */
function isPlainRow({ argument }: Prediction): boolean {
  return (
    argument.kind === 'list' ||
    (argument.kind === 'call' && argument.func.kind === 'attribute' && argument.func.attr === 'reshape')
  );
}

/** `P[0]` around the prediction. */
function firstItem(call: Call): Expr | undefined {
  const { parent } = call;
  const index = parent?.kind === 'subscript' && parent.value === call ? parent.index : [];
  return parent?.kind === 'subscript' && index.length === 1 && index[0]?.kind === 'constant' && index[0].value === 0
    ? parent
    : undefined;
}

/** The rows as a list: the looped list itself, or made by a comprehension; `x.reshape(1, -1)` becomes a flat row. */
function rows(model: Model, { element, argument }: Prediction, { target, header, iterable }: Collected): string {
  const source = sourceOf(model);
  const reshaped = argument.kind === 'call' && argument.func.kind === 'attribute' && argument.func.attr === 'reshape';
  const row = reshaped ? `${source(element)}.reshape(-1)` : source(element);
  return row === source(target) && iterable !== null ? `list(${iterable})` : `[${row}${header}]`;
}

function callOn(model: Model, { call }: Prediction, argument: string, ...extra: readonly string[]): string {
  const source = sourceOf(model);
  const rest = call.args.slice(1).map(source);
  return `${source(call.func)}(${[argument, ...rest, ...extra].join(', ')})`;
}

/** The element is used for anything but the prediction, or is prepared outside the call. */
function otherUses({ call, argument }: Prediction, { value, target, whole }: Collected): boolean {
  const first = call.args[0];
  if (target.kind !== 'name' || !first || argument.start < whole.start || argument.end > whole.end) return true;
  if (call.start < value.start || call.end > value.end) return true;
  return namesOf(value).some((name) => name.id === target.id && !(first.start <= name.start && name.end <= first.end));
}

const namesOf = (node: Node) => [...descend(node)].filter((at) => at.kind === 'name');

function resultList(model: Model, { value }: Collected, plan: Plan): string | undefined {
  if (plan.item === value) return plan.isArray ? `list(${plan.call})` : plan.call;
  const name = ['result', 'prediction', 'item'].find((one) => model.program.names(one).length === 0);
  if (name === undefined) return undefined;
  const { text } = model.program;
  const wanted = text.slice(value.start, plan.item.start) + name + text.slice(plan.item.end, value.end);
  return `[${wanted} for ${name} in ${plan.call}]`;
}

/** A text classifier gives a list of one for one text, and one result each for a list. */
function classifies(model: Model, call: Call): boolean {
  return model.origins(call.func).every((origin) => {
    if (origin.kind !== 'result' || origin.of !== 'transformers.pipeline') return false;
    const given = model.arguments(origin.call, ['task', 'model']);
    const task = given.get('task');
    const name = given.get('model');
    const text = name ? (asString(model.value(name.value)) ?? 'gpt') : '';
    const keys = [...given.names, ...call.args.map((one) => one.name ?? '')];
    return (
      given.complete &&
      task !== undefined &&
      /^(text-classification|sentiment-analysis)$/.test(asString(model.value(task.value)) ?? '') &&
      !keys.some((key) => ['top_k', 'return_all_scores', 'batch_size', 'function_to_apply'].includes(key)) &&
      // Without a padding token a batch raises.
      !/gpt|llama|opt|mistral|qwen|gemma/i.test(text)
    );
  });
}

function isScikit(model: Model, call: Call): boolean {
  const receiver = call.func.kind === 'attribute' ? call.func.value : call.func;
  const origins = model.origins(receiver);
  return origins.length > 0 && origins.every((origin) => origin.kind === 'result' && origin.of.startsWith('sklearn.'));
}

const sourceOf =
  (model: Model) =>
  (node: Span): string =>
    model.program.text.slice(node.start, node.end);
