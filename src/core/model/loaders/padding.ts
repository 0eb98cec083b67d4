/** Finds tokenizer calls that pad every text of a data set to one fixed length. */
import type { Argument, Call, Expr, FunctionDef, Lambda, Node } from '../../syntax/ast';
import { ancestors, enclosing } from '../../syntax/walk';
import type { Arguments } from '../arguments';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { textOf } from '../torch/modules';
import { calleeName } from '../traverse';
import { asBoolean, leastNumber, asString, type Value } from '../values';
import { extentOf } from './whole-split';

/**
 * Where the call stands: in a function for `Dataset.map`, in a data set class, in a collate function, in a loop over
 * texts, or with a whole split as its argument.
 */
export type PaddingPlace = 'map' | 'dataset' | 'collate' | 'loop' | 'split';

export interface PaddedCall {
  readonly call: Call;
  readonly given: Arguments;
  /** The argument that asks for it. */
  readonly argument: Argument;
  readonly place: PaddingPlace;
  /** The function or lambda that is mapped or collates; null in loops and at module level. */
  readonly owner: FunctionDef | Lambda | null;
  /** `map(...)` calls that run the function. */
  readonly maps: readonly Call[];
  /** False for texts of which only their name says that they are a split. */
  readonly isEvident: boolean;
  /** Tokens; null for the limit of the tokenizer, and for the longest text of a split. */
  readonly length: number | null;
  readonly to: 'limit' | 'longest';
  readonly overridable: boolean;
  /** An option decides whether it pads at all, not only how far. */
  readonly optional: boolean;
  readonly via: string | null;
}

export const paddedCalls = perModel(findPadded);

function findPadded(model: Model): readonly PaddedCall[] {
  const found = new Set<Call>();
  for (const name of model.program.calledNames()) {
    if (!/tokeni[sz]er|^encode_plus$|^batch_encode_plus$|^encode$|^__call__$|^pad$|^tok$/i.test(name)) continue;
    for (const call of model.program.calls(name)) if (isTokenizer(model, call)) found.add(call);
  }
  return [...found].sort((a, b) => a.start - b.start).flatMap((call) => describe(model, call));
}

const METHODS = /^(encode|encode_plus|batch_encode_plus|__call__|pad)$/;

export function isTokenizer(model: Model, call: Call): boolean {
  if (model.isIgnored(call)) return false;
  const receiver = call.func.kind === 'attribute' && METHODS.test(call.func.attr) ? call.func.value : call.func;
  const origins = model.origins(receiver);
  const made = origins.flatMap((one) => (one.kind === 'result' ? [one.of] : []));
  if (made.some((name) => /^transformers\.(\w*Tokenizer\w*)(\.from_pretrained)?$/.test(name))) return true;
  if (made.length > 0 && made.every((name) => /^(transformers|keras|torchtext|spacy|tokenizers)\./.test(name)))
    return false;
  return /(^|[._])tok(eni[sz]er)?$/i.test(textOf(model, receiver));
}

function describe(model: Model, call: Call): readonly PaddedCall[] {
  const given = model.arguments(call, ['text']);
  if (isLabel(model, call, given)) return [];
  const padding = paddingOf(model, given);
  if (!padding || (!given.complete && call.args.some(({ star }) => star === '**'))) return [];
  const found = placeOf(model, call, 0);
  const extent = found?.place === 'split' && call.args[0] ? extentOf(model, call.args[0].value) : 'split';
  const where = found && extent !== 'part' ? { ...found, isEvident: extent === 'split' } : undefined;
  if (!where || (calleeName(call) === 'pad' && where.place !== 'collate')) return [];
  if (padding.to === 'longest')
    return seesWholeSplit(model, where) ? [{ call, given, length: null, ...padding, ...where }] : [];
  const length = lengthOf(model, given);
  if (!length || (where.place === 'loop' && length.length === null)) return [];
  const soft = padding.overridable ? padding : length;
  return [{ call, given, ...padding, ...where, length: length.length, overridable: soft.overridable, via: soft.via }];
}

/** Targets, and texts that go with images: short as a rule, and padded for the decoder. */
function isLabel(model: Model, call: Call, given: Arguments): boolean {
  return (given.has('text_target') && !given.has('text')) || /processor/i.test(textOf(model, call.func));
}

type Padding = Pick<PaddedCall, 'argument' | 'to' | 'overridable' | 'optional' | 'via'>;

function paddingOf(model: Model, given: Arguments): Padding | undefined {
  const old = given.get('pad_to_max_length');
  const bound = given.get('padding') ?? old;
  if (!bound?.argument || bound.certainty === 'maybe') return undefined;
  const { argument } = bound;
  const value = model.value(bound.value);
  const fixed = (one: Value): boolean => (bound === old ? asBoolean(one) === true : asString(one) === 'max_length');
  const isDefault = value.certainty === 'default';
  const soft = { overridable: isDefault, optional: isDefault, via: value.via };
  if (fixed(value)) return { argument, to: 'limit', ...soft };
  if (bound !== old && (asBoolean(value) === true || asString(value) === 'longest') && !soft.overridable)
    return { argument, to: 'longest', ...soft };
  return chosen(model, bound.value, argument);
}

/** `"max_length" if args.pad_to_max_length else False`, where the option is on by default. */
function chosen(model: Model, expression: Expr, argument: Argument): Padding | undefined {
  const bindings = expression.kind === 'name' ? reachingBindings(expression) : [];
  const value = bindings.length === 1 && bindings[0]?.path.length === 0 ? bindings[0].value : expression;
  if (value?.kind !== 'conditional' || asString(model.value(value.then)) !== 'max_length') return undefined;
  const test = model.value(value.test);
  return asBoolean(test) === true
    ? { argument, to: 'limit', overridable: true, optional: true, via: test.via }
    : undefined;
}

/** The fixed length; undefined when it cannot be read, as then it may be short. */
function lengthOf(model: Model, given: Arguments): Pick<PaddedCall, 'length' | 'overridable' | 'via'> | undefined {
  const bound = given.get('max_length') ?? given.get('max_len');
  if (!bound || /\bmodel_max_length$/.test(textOf(model, bound.value)))
    return { length: null, overridable: false, via: null };
  const value = model.value(bound.value);
  // Of several callers the shortest.
  const length = leastNumber(value);
  return length === undefined ? undefined : { length, overridable: value.certainty === 'default', via: value.via };
}

type Where = Pick<PaddedCall, 'place' | 'owner' | 'maps'>;

/** Undefined where it cannot be told that the call sees a whole data set. */
function placeOf(model: Model, call: Call, depth: number): Where | undefined {
  const owner = enclosing(call, 'function', 'lambda');
  if (!owner) return topLevel(model, call);
  const maps = mapsOf(model, owner);
  if (maps.length > 0) return { place: 'map', owner, maps };
  if (owner.kind === 'lambda') return undefined;
  if (owner.name === '__getitem__') return { place: 'dataset', owner, maps };
  if (/collate/i.test(owner.name) || isCollator(model, owner)) return { place: 'collate', owner, maps };
  if (isInLoop(call)) return { place: 'loop', owner: null, maps };
  if (depth > 2) return undefined;
  for (const caller of model.callersOf(owner)) {
    const found = placeOf(model, caller, depth + 1);
    if (found && found.place !== 'split') return found.place === 'collate' ? { ...found, place: 'dataset' } : found;
  }
  return isSplit(model, call) ? { place: 'split', owner, maps } : undefined;
}

function topLevel(model: Model, call: Call): Where | undefined {
  if (isInLoop(call)) return { place: 'loop', owner: null, maps: [] };
  return isSplit(model, call) ? { place: 'split', owner: null, maps: [] } : undefined;
}

/** `map(tokenize)`, `map(lambda rows: ...)`, `map(partial(tokenize, ...))`. */
function mapsOf(model: Model, owner: FunctionDef | Lambda): readonly Call[] {
  return model.program.calls('map').filter((map) => {
    if (map.func.kind !== 'attribute') return false;
    return map.args.some(({ value }) => value === owner || runs(model, value, owner));
  });
}

function runs(model: Model, value: Expr, owner: FunctionDef | Lambda): boolean {
  const target = value.kind === 'call' && calleeName(value) === 'partial' ? value.args[0]?.value : value;
  return (
    target !== undefined && model.origins(target).some((one) => one.kind === 'function' && one.definition === owner)
  );
}

function isCollator(model: Model, owner: FunctionDef): boolean {
  return model.program
    .names(owner.name)
    .some(({ parent }) => parent?.kind === 'argument' && /^(collate_fn|data_collator)$/.test(parent.name ?? ''));
}

function isInLoop(node: Node): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class') return false;
    if (at.kind === 'for' || at.kind === 'comprehension') return true;
  }
  return false;
}

const SPLIT = /(^|[._(["'])(x_)?(train|valid|val|test|dev|eval)\w*|\bdf\b|\btolist\(\)|\bdataset\[/i;

const BATCH = /^(\w+_)?(batch|batched|examples?|samples?|rows?|items?|x|queries|query)\b/i;

/** The argument is a variable that holds the texts of a split. */
function isSplit(model: Model, call: Call): boolean {
  const first = call.args[0]?.value;
  if (!first || isInLoop(call)) return false;
  const written = first.kind === 'list' || first.kind === 'constant';
  const listed = model
    .value(first)
    .alternatives.some((one) => one.type === 'string' || (one.type === 'sequence' && one.items !== null));
  return !written && !listed && SPLIT.test(textOf(model, first)) && !BATCH.test(textOf(model, first));
}

/** One call that sees a whole split pads all of it to its longest text. */
function seesWholeSplit(model: Model, { place, maps }: Where): boolean {
  if (place === 'split') return true;
  return place === 'map' && maps.some((map) => isUnlimited(model, map));
}

function isUnlimited(model: Model, map: Call): boolean {
  if (!isBatched(model, map)) return false;
  const size = map.args.find(({ name }) => name === 'batch_size')?.value;
  if (!size) return false;
  return (size.kind === 'constant' && size.value === null) || /^len\(/.test(textOf(model, size));
}

/** `map(..., batched=True)`: the function gets many rows at once. */
export function isBatched(model: Model, map: Call): boolean {
  const batched = map.args.find(({ name }) => name === 'batched')?.value;
  return batched !== undefined && asBoolean(model.value(batched)) === true;
}
