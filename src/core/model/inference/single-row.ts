/** Recognises a batch of one: `x[None]`, `[x]`, `x.unsqueeze(0)`, `x.reshape(1, -1)`, `X[i:i + 1]`. */
import type { Binding, Call, Expr, Name, Subscript } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { passedBy } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { parameterAt } from '../parameters';
import { textOf } from '../torch/modules';
import { returnedBy } from '../returns';
import { calleeName } from '../traverse';
import { lengthens } from './decoding';

/** Methods that change neither the batch nor what is in it. */
const KEEPS = new Set([
  'to',
  'cuda',
  'cpu',
  'half',
  'float',
  'double',
  'astype',
  'type',
  'contiguous',
  'copy',
  'clone',
]);
/** Functions that turn a list of rows into an array of as many rows. */
const WRAPS = new Set([
  'array',
  'asarray',
  'tensor',
  'as_tensor',
  'LongTensor',
  'FloatTensor',
  'stack',
  'vstack',
  'DataFrame',
  'constant',
  'DMatrix',
  'Variable',
  'preprocess_input',
  'convert_to_tensor',
]);

/** The one element, when the expression is a batch that holds just it. */
export function onlyRow(model: Model, batch: Expr, depth = 0): Expr | undefined {
  if (depth > 6) return undefined;
  const value = batch.kind === 'name' ? startValue(batch) : undefined;
  if (value) return onlyRow(model, value, depth + 1);
  if (batch.kind === 'list') return onlyItem(batch) ?? inputsOfOne(model, batch, depth);
  if (batch.kind === 'subscript') return subscriptedRow(model, batch, depth);
  if (batch.kind === 'binary') return onlyRow(model, batch.left, depth + 1);
  return batch.kind === 'call' ? callRow(model, batch, depth) : undefined;
}

/** `[left[None], right[None]]`, `[image[None], np.zeros((1, 30))]`: a network with two inputs is given one sample. */
function inputsOfOne(
  model: Model,
  list: Extract<Expr, { kind: 'list' | 'tuple' | 'set' }>,
  depth: number,
): Expr | undefined {
  const rows = list.items.map((item) => onlyRow(model, item, depth + 1));
  const isOne = list.items.length > 1 && list.items.every((item, at) => rows[at] ?? isFilledRow(model, item));
  return isOne ? rows.find((row) => row !== undefined) : undefined;
}

/** `np.zeros((1, 30))`: a row that stands for an input which is not used. */
function isFilledRow(model: Model, item: Expr): boolean {
  const made = followed(item);
  const shape = made.kind === 'call' && /^(zeros|ones|empty|full)$/.test(calleeName(made)) ? made.args[0]?.value : null;
  const first = shape?.kind === 'tuple' || shape?.kind === 'list' ? shape.items[0] : undefined;
  return first !== undefined && isNumber(model, first, 1);
}

function onlyItem(list: Extract<Expr, { kind: 'list' | 'tuple' | 'set' }>): Expr | undefined {
  const [only, ...rest] = list.items;
  return rest.length === 0 && only && only.kind !== 'starred' ? only : undefined;
}

/** `x[None]`, `x[np.newaxis, ...]`, `X[i:i + 1]`, `frame.iloc[[i]]`. */
function subscriptedRow(model: Model, { value, index }: Subscript, depth: number): Expr | undefined {
  const first = index[0];
  if (!first) return undefined;
  const source = model.program.text.slice(first.start, first.end).replace(/\s/g, '');
  if (source === 'None' || /(^|\.)newaxis$/.test(source)) return value;
  // The last tokens of each text: `ids[:, -1024:]`.
  if (source === ':' && index.length > 1) return onlyRow(model, value, depth + 1);
  if (first.kind === 'list') return onlyItem(first);
  const bounds = first.kind === 'slice' ? /^([A-Za-z_]\w*):\1\+1$/.exec(source) : null;
  return bounds && first.kind === 'slice' ? first.parts[0] : undefined;
}

function callRow(model: Model, call: Call, depth: number): Expr | undefined {
  const name = calleeName(call);
  const receiver = call.func.kind === 'attribute' ? call.func.value : undefined;
  const [first] = call.args;
  if (name === 'unsqueeze' || name === 'expand_dims') return expanded(model, call);
  if (name === 'reshape' || name === 'view') return reshaped(model, call);
  if (receiver && (KEEPS.has(name) || keepsFirst(model, call))) return onlyRow(model, receiver, depth + 1);
  if (WRAPS.has(name)) return first?.star === '' ? onlyRow(model, first.value, depth + 1) : undefined;
  return helperRow(model, call, depth);
}

/** `x.permute(0, 3, 1, 2)`, `x.transpose(1, 2)`: the other axes change places. */
function keepsFirst(model: Model, call: Call): boolean {
  const axes = call.args.map(({ value }) => value);
  if (calleeName(call) === 'permute') return axes[0] !== undefined && isNumber(model, axes[0], 0);
  return (
    calleeName(call) === 'transpose' &&
    axes.length === 2 &&
    axes.every((axis) => isNumber(model, axis, 1) || isNumber(model, axis, 2))
  );
}

/** `prepare(path)`, which hands back a batch of one: what it is given is the element. */
function helperRow(model: Model, call: Call, depth: number): Expr | undefined {
  const [first] = call.args;
  const helper = first?.star === '' ? model.calleeOf(call) : undefined;
  const returned = helper && helper.name !== '__init__' ? returnedBy(helper) : [];
  const isOne = returned.length > 0 && returned.every((value) => onlyRow(model, value, depth + 1) !== undefined);
  return isOne ? first?.value : undefined;
}

/** `x.unsqueeze(0)`, `torch.unsqueeze(x, 0)`, `np.expand_dims(x, axis=0)`. */
function expanded(model: Model, call: Call): Expr | undefined {
  const plain = call.args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const named = call.args.find((one) => one.name === 'dim' || one.name === 'axis')?.value;
  const isFunction = plain.length > (named ? 0 : 1);
  const object = isFunction ? plain[0] : call.func.kind === 'attribute' ? call.func.value : undefined;
  const axis = named ?? (isFunction ? plain[1] : plain[0]);
  if (!axis || !object || isNumber(model, axis, 0)) return axis && object;
  return (isNumber(model, axis, 1) || isNumber(model, axis, -1)) && isOneText(model, object) ? object : undefined;
}

/** What one text is called, and what makes numbers of its words. */
const TEXT =
  /(^|_)(sentence|text|tokens?|words?|query|question|phrase|utterance|src|source)(_?\d|_tokens|_words)?$|stoi|2(idx|id|index|ix)$|to_(idx|id|ids|index|ix)$|lookup_indices|numericalize|vocab/i;
const TEXTS = /(sentences|texts|queries|questions|phrases|utterances|words_list|corpus|batch\w*)$/i;

/** `LongTensor([vocabulary[word] for word in sentence])`: the numbers of one text, which a second axis makes the only column. */
function isOneText(model: Model, tensor: Expr): boolean {
  const made = withoutKeeps(followed(tensor));
  if (made.kind !== 'call' || !/^(LongTensor|IntTensor|tensor|as_tensor)$/.test(calleeName(made))) return false;
  const [numbers, ...others] = made.args;
  if (numbers?.star !== '' || others.some(({ value }) => /float|half|double/.test(textOf(model, value)))) return false;
  const ids = [...descend(numbers.value), ...descend(followed(numbers.value))].flatMap((one) =>
    one.kind === 'name' ? [one.id] : one.kind === 'attribute' ? [one.attr] : [],
  );
  return numbers.value.kind !== 'list' && ids.some((id) => TEXT.test(id)) && !ids.some((id) => TEXTS.test(id));
}

function withoutKeeps(value: Expr): Expr {
  const isKept = value.kind === 'call' && value.func.kind === 'attribute' && KEEPS.has(value.func.attr);
  return isKept ? withoutKeeps(followed(value.func.value)) : value;
}

/** `x.reshape(1, -1)`, `x.reshape((1, 28, 28, 1))`, `np.reshape(x, (1, -1))`. */
function reshaped(model: Model, call: Call): Expr | undefined {
  const plain = call.args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const isFunction = plain.length === 2 && plain[1]?.kind === 'tuple';
  const object = isFunction ? plain[0] : call.func.kind === 'attribute' ? call.func.value : undefined;
  const shape = isFunction ? plain[1] : plain[0];
  const first =
    shape?.kind === 'tuple' || shape?.kind === 'list' ? shape.items[0] : plain.length > 1 ? shape : undefined;
  return first && isNumber(model, first, 1) ? object : undefined;
}

function isNumber(model: Model, expression: Expr, wanted: number): boolean {
  const value = model.value(expression);
  const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  return value.certainty === 'known' && only?.type === 'number' && only.value === wanted;
}

/** The one binding of a variable, besides those that lengthen what it holds: `ids = torch.cat([ids, token], dim=1)`. */
function startOf(name: Name): Binding | undefined {
  const [only, ...others] = reachingBindings(name).filter((one) => !lengthens(one));
  return only && only.path.length === 0 && others.length === 0 && /^(assign|param)$/.test(only.kind) ? only : undefined;
}

function startValue(name: Name): Expr | undefined {
  const start = startOf(name);
  return start?.kind === 'assign' ? (start.value ?? undefined) : undefined;
}

/** A parameter for which every call of its function passes a batch of one, with what the first of them passes. */
export function passedRow(model: Model, batch: Expr): Expr | undefined {
  const node = batch.kind === 'name' ? startOf(batch)?.node : undefined;
  const parameter = node && parameterAt(node);
  const passed = parameter ? passedBy(model, parameter.owner, parameter.param) : [];
  if (!parameter || passed.length < model.callersOf(parameter.owner).length) return undefined;
  return passed.every(({ value }) => onlyRow(model, value) !== undefined) ? passed[0]?.value : undefined;
}

/** The value of a variable that is assigned once. */
export function followed(expression: Expr, depth = 0): Expr {
  const value = expression.kind === 'name' ? startValue(expression) : undefined;
  return value && depth < 4 ? followed(value, depth + 1) : expression;
}
