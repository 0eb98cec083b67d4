/** Edits that change one call or one list literal. */
import type { Argument, Call, Expr, Sequence } from '../syntax/ast';
import { spanOf, type TextEdit } from '../text/span';
import { findInGap, hidesComment } from './gaps';
import { appendItem, insertion, removeItem, type ItemList } from './items';

/** Adds `name=value` as the last argument; undefined when the call has that keyword already. */
export function addKeyword(call: Call, text: string, name: string, value: string): TextEdit[] | undefined {
  const list = argumentList(call, text);
  if (!list || keyword(call, name)) return undefined;
  const generator = bareGenerator(call, list);
  if (generator) {
    return [insertion(generator.start, '('), insertion(generator.end, `, ${name}=${value})`)];
  }
  return appendItem(text, list, `${name}=${value}`);
}

/** Gives a keyword a new value, or adds it. Undefined when there is a comment inside the old value. */
export function setKeyword(call: Call, text: string, name: string, value: string): TextEdit[] | undefined {
  const argument = keyword(call, name);
  if (!argument) return addKeyword(call, text, name, value);
  const equals = findInGap(text, { start: argument.start + name.length, end: argument.value.start }, '=');
  if (equals === undefined || hidesComment(text, argument)) return undefined;
  const start = equals + 1 + (/^\s*/.exec(text.slice(equals + 1, argument.end))?.[0].length ?? 0);
  return [{ span: { start, end: argument.end }, newText: value }];
}

/** Removes an argument with its comma; comments beside it stay. Undefined when there is a comment inside it. */
export function removeArgument(call: Call, text: string, argument: Argument): TextEdit[] | undefined {
  const list = argumentList(call, text);
  const index = call.args.indexOf(argument);
  if (!list || index < 0 || hidesComment(text, argument)) return undefined;
  const generator = bareGenerator(call, list);
  if (generator) return [{ span: { start: generator.start + 1, end: generator.end - 1 }, newText: '' }];
  return removeItem(text, list, index);
}

/** Removes several arguments: those beside each other go in one piece. Undefined when there is a comment inside one. */
export function removeArguments(call: Call, text: string, removed: readonly Argument[]): TextEdit[] | undefined {
  const list = argumentList(call, text);
  if (!list || bareGenerator(call, list)) return undefined;
  const items: { start: number; end: number; gone: boolean }[] = [];
  for (const argument of call.args) {
    const gone = removed.includes(argument);
    const last = items.at(-1);
    if (gone && last?.gone) last.end = argument.end;
    else items.push({ start: argument.start, end: argument.end, gone });
  }
  if (items.some((item) => item.gone && hidesComment(text, item))) return undefined;
  const edits = items.map((item, index) => (item.gone ? removeItem(text, { ...list, items }, index) : []));
  return edits.includes(undefined) ? undefined : edits.flatMap((one) => one ?? []);
}

/** Calls something else with the same arguments. */
export function renameCallee(call: Call, expression: string): TextEdit[] {
  return [{ span: spanOf(call.func), newText: expression }];
}

/** Adds an element at the end of a list literal; undefined for tuples and sets. */
export function appendToList(list: Sequence, text: string, item: string): TextEdit[] | undefined {
  if (text[list.start] !== '[' || text[list.end - 1] !== ']') return undefined;
  return appendItem(text, { open: list.start, close: list.end - 1, items: list.items.map(spanOf) }, item);
}

/** Replaces an expression. */
export function replaceExpression(expression: Expr, newText: string): TextEdit[] {
  return [{ span: spanOf(expression), newText }];
}

function keyword(call: Call, name: string): Argument | undefined {
  return call.args.find((argument) => argument.name === name);
}

function argumentList(call: Call, text: string): ItemList | undefined {
  const close = call.end - 1;
  const first = call.args[0];
  const open = findInGap(text, { start: call.func.end, end: first ? first.start + 1 : call.end }, '(');
  if (open === undefined || text[close] !== ')') return undefined;
  return { open, close, items: call.args.map(spanOf) };
}

/** `f(x for x in y)`: the parentheses of the call are those of the generator. */
function bareGenerator(call: Call, list: ItemList): Argument | undefined {
  const only = call.args.length === 1 ? call.args[0] : undefined;
  return only?.start === list.open && only.value.kind === 'comprehension' ? only : undefined;
}
