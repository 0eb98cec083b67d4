/** Whether code does nothing but arithmetic, texts and containers, so that a call of pandas for every row is most of its time. */
import type { Call, FunctionDef, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { tableAt } from './frame';

const BUILTIN =
  /^builtins\.(abs|all|any|bool|dict|enumerate|filter|float|int|isinstance|len|list|map|max|min|next|pow|range|reversed|round|set|sorted|str|sum|tuple|type|zip)(\(\)\.\w+)?$/;
const LIBRARY =
  /^(math|datetime|re|random|collections|decimal|string|statistics|calendar|operator|itertools|functools|ast)\.|^numpy\.(?!load|save|genfromtxt|fromfile|linalg|fft|random\.\w+\(\))|^pandas\.(isna|isnull|notna|notnull|to_datetime|to_numeric|Timestamp|Timedelta|Series)$|^json\.loads\b/;
/** Methods of texts, containers, dates and rows. */
const METHODS = new Set(
  (
    'append add extend insert update setdefault get pop items keys values copy index count remove discard split rsplit strip ' +
    'lstrip rstrip lower upper title capitalize replace startswith endswith join format isdigit isnumeric isalpha zfill find ' +
    'rfind splitlines encode decode isin to_dict tolist item sum mean min max any all isna isnull notna notnull astype strftime date ' +
    'weekday isoweekday isoformat total_seconds to_numpy nonzero argmax argmin idxmax idxmin timestamp fillna dropna to_list match search group sub'
  ).split(' '),
);
const MAX_DEPTH = 2;

/** Calls that are not known may take longer than all of pandas, so they make the answer no. */
export function isLight(model: Model, nodes: Iterable<Node>, depth = 0): boolean {
  for (const node of nodes) {
    for (const at of descend(node)) {
      // A loop in a function goes over what one row holds: a mask, a text, which may be long.
      if (at.kind === 'for' && depth > 0) return false;
      if (at.kind === 'await' || at.kind === 'yield' || at.kind === 'print' || at.kind === 'while') return false;
      if (at.kind === 'call' && !isLightCall(model, at, depth)) return false;
    }
  }
  return true;
}

function isLightCall(model: Model, call: Call, depth: number): boolean {
  const callee = model.calleeOf(call);
  if (callee) return depth < MAX_DEPTH && isLightFunction(model, callee, depth);
  const names = model.origins(call.func).flatMap((one) => (one.kind === 'external' ? [one.name] : []));
  if (names.length > 0) return names.every(isPlain);
  if (call.func.kind !== 'attribute' || !METHODS.has(calleeName(call))) return false;
  // What a method of a whole table costs depends on its rows, and that of something from a library on the library.
  const receiver = call.func.value;
  const isMade = model.origins(receiver).some((one) => one.kind === 'result' && !isPlain(one.of));
  return !isMade && tableAt(model, receiver) === undefined;
}

const isPlain = (name: string): boolean => BUILTIN.test(name) || LIBRARY.test(name);

function isLightFunction(model: Model, { body }: FunctionDef, depth: number): boolean {
  return isLight(model, body, depth + 1);
}
