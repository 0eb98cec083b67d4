/** Finds tokenizer calls that see one text at a time: in a function that `map` applies to rows, and in a data set's item method. */
import type { Argument, Call, ClassDef, Expr, FunctionDef, Lambda, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { asBoolean, asString } from '../values';
import { calleeName } from '../traverse';
import { methodIn } from './item-work';
import { isBatched, isTokenizer } from './padding';

export interface MappedTokens {
  /** `data.map(tokenize)` without `batched=True`. */
  readonly map: Call;
  readonly owner: FunctionDef | Lambda;
  readonly call: Call;
  /** Why the function may give something else for a batch; null where it gives the same rows. */
  readonly differs: 'padding' | 'tensors' | 'joined' | 'other map' | null;
}

/** Functions that do nothing but tokenise columns of the row, so that they take many rows as they are. */
export const mappedTokens = perModel((model): readonly MappedTokens[] =>
  model.program.calls('map').flatMap((map) => {
    const owner = model.isIgnored(map) || !isPlainMap(map) ? undefined : mappedRow(model, map);
    const call = owner && onlyTokenises(model, owner);
    return call && isFast(model, call) ? [{ map, owner, call, differs: differsIn(model, map, owner, call) }] : [];
  }),
);

/** What changes how the function is called, or shows that it sees batches already. */
const OTHER = /^(batched|batch_size|with_indices|with_rank|input_columns|fn_kwargs)$/;

function isPlainMap({ func, args }: Call): boolean {
  if (func.kind !== 'attribute') return false;
  return !args.some(({ name, star }) => star !== '' || (name !== null && OTHER.test(name)));
}

function mappedRow(model: Model, { args }: Call): FunctionDef | Lambda | undefined {
  const first = args.find(({ name }) => name === null || name === 'function')?.value;
  const owner = first && (first.kind === 'lambda' ? first : onlyFunction(model, first));
  return owner?.params.length === 1 && owner.params[0]?.star === '' ? owner : undefined;
}

function onlyFunction(model: Model, value: Expr): FunctionDef | undefined {
  const origins = model.origins(value);
  const [only] = origins;
  return origins.length === 1 && only?.kind === 'function' && only.definition.parent?.kind !== 'class'
    ? only.definition
    : undefined;
}

/** `return tokenizer(row["text"], truncation=True)`, also through a variable. */
function onlyTokenises(model: Model, owner: FunctionDef | Lambda): Call | undefined {
  const value = owner.kind === 'lambda' ? owner.body : returned(owner);
  if (value?.kind !== 'call' || !isTokenizer(model, value) || /^(encode|pad)$/.test(calleeName(value)))
    return undefined;
  const row = owner.params[0]?.name ?? '';
  return value.args.every((one) => isColumnOrSetting(one, row)) &&
    value.args.some(({ value: at }) => isColumn(at, row) || isJoined(at, row))
    ? value
    : undefined;
}

function returned({ body }: FunctionDef): Expr | undefined {
  const statements = body.filter((one) => !(one.kind === 'exprstmt' && one.value.kind === 'constant'));
  const [first, last] = statements;
  if (statements.length === 1 && first?.kind === 'return') return first.value ?? undefined;
  if (statements.length !== 2 || first?.kind !== 'assign' || last?.kind !== 'return') return undefined;
  const [target] = first.targets;
  const isIt = target?.kind === 'name' && last.value?.kind === 'name' && last.value.id === target.id;
  return isIt && first.targets.length === 1 ? (first.value ?? undefined) : undefined;
}

/** `row["text"]`, `row[COLUMN]`. */
const isColumn = (value: Expr, row: string): boolean =>
  value.kind === 'subscript' && value.value.kind === 'name' && value.value.id === row && value.index.length === 1;

/** `row["text"] + tokenizer.eos_token`: a list of rows cannot be added to a text. */
const isJoined = (value: Expr, row: string): boolean =>
  value.kind === 'binary' &&
  value.op === '+' &&
  (isColumn(value.left, row) || isColumn(value.right, row)) &&
  [value.left, value.right].some((one) => !mentionsRow(one, row));

const mentionsRow = (value: Expr, row: string): boolean =>
  [...descend(value)].some((node) => node.kind === 'name' && node.id === row);

function isColumnOrSetting({ star, value }: Argument, row: string): boolean {
  if (star !== '') return false;
  return isColumn(value, row) || isJoined(value, row) || !mentionsRow(value, row);
}

/** Tokenizers in Python go text by text anyway. */
function isFast(model: Model, { func }: Call): boolean {
  const receiver = func.kind === 'attribute' && /^(encode_plus|__call__)$/.test(func.attr) ? func.value : func;
  const made = model.origins(receiver).flatMap((one) => (one.kind === 'result' ? [one] : []));
  return made.every(({ of, call }) => {
    const slow = call.args.some(({ name, value }) => name === 'use_fast' && asBoolean(model.value(value)) !== true);
    return !slow && !/\.(?!Auto)\w*(?<!Fast)Tokenizer(\.from_pretrained)?$/.test(of);
  });
}

function differsIn(model: Model, map: Call, owner: FunctionDef | Lambda, call: Call): MappedTokens['differs'] {
  const given = (name: string): Expr | undefined => call.args.find((one) => one.name === name)?.value;
  if (given('return_tensors') || given('return_overflowing_tokens') || calleeName(call) === 'encode_plus')
    return 'tensors';
  if (call.args.some(({ value }) => value.kind === 'binary')) return 'joined';
  const padding = given('padding');
  const isFixed =
    padding === undefined ||
    asString(model.value(padding)) === 'max_length' ||
    asBoolean(model.value(padding)) === false;
  if (!isFixed) return 'padding';
  return owner.kind === 'function' && isUsedElsewhere(model, owner, map) ? 'other map' : null;
}

/** The function is also called by hand, or mapped where it gets batches. */
function isUsedElsewhere(model: Model, owner: FunctionDef, map: Call): boolean {
  return model.program.names(owner.name).some(({ parent }) => {
    const call = parent?.kind === 'argument' ? parent.parent : null;
    return call !== map && (call?.kind !== 'call' || (calleeName(call) === 'map' && isBatched(model, call)));
  });
}

export interface TokenisedItems {
  readonly definition: ClassDef;
  readonly method: FunctionDef;
  readonly call: Call;
}

/** `__getitem__` of a PyTorch data set that tokenises a text it holds, the same each time. */
export const tokenisedItems = perModel((model): readonly TokenisedItems[] =>
  model.subclassesOf('torch.utils.data.Dataset').flatMap((definition) => {
    const method = methodIn(model, definition, '__getitem__');
    if (!method || method.parent !== definition || model.isIgnored(method)) return [];
    const calls = [...descend(method)].filter((node): node is Call => node.kind === 'call');
    const call = calls.find((one) => isTokenizer(model, one) && calleeName(one) !== 'pad');
    const varied = calls.some((one) => isVaried(model, one)) || [...descend(method)].some(isPairing);
    return call && !varied ? [{ definition, method, call }] : [];
  }),
);

/** `index // n` and `index % n`: the items are pairs, of which there are too many to keep. */
const isPairing = (node: Node): boolean => node.kind === 'binary' && (node.op === '//' || node.op === '%');

const OPENS =
  /^(open|imread|open_image|load|read\w*|getline|choice|sample|random|randint|shuffle|uniform|rand|augment\w*|processor|image_processor|feature_extractor|transform)$/;

/** Texts are changed at random or read from a file, or go with pictures or sounds. */
function isVaried(model: Model, call: Call): boolean {
  if (OPENS.test(calleeName(call))) return true;
  return model
    .origins(call.func)
    .some((one) => one.kind === 'external' && /^(random|numpy\.random|PIL|cv2|torchaudio|librosa)\b/.test(one.name));
}
