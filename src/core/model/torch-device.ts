/** Evidence in a program of PyTorch about where it trains: what is moved where, and what devices are named. */
import type { Argument, Call, Expr, Node } from '../syntax/ast';
import { descend } from '../syntax/walk';
import { contains, spanOf } from '../text/span';
import { moved } from './answers';
import type { DeviceFacts, DeviceKind } from './device';
import type { Model } from './model';
import { perModelAnd } from './per-model';

export type Evidence = DeviceFacts['evidence'][number] & { readonly kind: DeviceKind };

export const at = (node: Node, kind: DeviceKind, what: string): Evidence => ({ span: spanOf(node), kind, what });

export function torchEvidence(model: Model): Evidence[] {
  const { program } = model;
  const found: Evidence[] = [];
  for (const call of program.calls('cuda'))
    if (call.func.kind === 'attribute' && !namesProcessor(model, call))
      found.push(at(call, inCheck(model, call), '.cuda()'));
  for (const name of ['device', 'to', 'set_device', 'Fabric', 'DataParallel']) {
    for (const call of program.calls(name))
      if (!bringsBack(call) && !isStopover(call)) found.push(...deviceArguments(model, call));
  }
  for (const name of program.names('device'))
    if (name.parent?.kind === 'assign' && name.parent.value) found.push(...deviceText(model, name.parent.value));
  for (const attribute of program.attributes('device')) {
    if (attribute.parent?.kind === 'assign' && attribute.parent.targets.includes(attribute) && attribute.parent.value) {
      found.push(...deviceText(model, attribute.parent.value));
    }
  }
  for (const node of program.attributes('accelerator'))
    if (isTorch(model, node.value)) found.push(at(node, 'accelerator', 'torch.accelerator'));
  return found;
}

/** `logits.to("cpu").numpy()` takes results home and says nothing of where they were computed. */
function bringsBack({ func, parent }: Call): boolean {
  const isMove = func.kind === 'attribute' && func.attr === 'to';
  return isMove && parent?.kind === 'attribute' && /^(numpy|tolist|item|detach)$/.test(parent.attr);
}

/** `torch.load(path, map_location=torch.device("cpu"))`: weights are read there, whatever runs them. */
const isStopover = ({ parent }: Call): boolean => parent?.kind === 'argument' && parent.name === 'map_location';

/** `batch.to(self.device)`, where nothing says what that is: a processor named besides is where results are brought. */
export function movesElsewhere(model: Model): boolean {
  return model.program.calls('to').some(({ args }) => {
    const place = args.find(({ name }) => name === 'device' || name === null)?.value;
    return place !== undefined && isUntoldDevice(model, place);
  });
}

function isUntoldDevice(model: Model, place: Expr): boolean {
  const name = place.kind === 'attribute' ? place.attr : place.kind === 'name' ? place.id : '';
  return /device$/i.test(name) && model.value(place).alternatives.length === 0;
}

function isTorch(model: Model, node: Expr): boolean {
  return model.origins(node).some((origin) => origin.kind === 'external' && origin.name === 'torch');
}

/** `.cuda(device=device)`, where `device` is the processor, is never reached or fails. */
function namesProcessor(model: Model, { args }: Call): boolean {
  return args.some(({ value }) =>
    model.origins(value).some((origin) => {
      const place = origin.kind === 'result' && origin.of === 'torch.device' ? origin.call.args[0]?.value : undefined;
      return place?.kind === 'constant' && place.value === 'cpu';
    }),
  );
}

/** `.cuda()` under `if torch.cuda.is_available()` is a choice made at run time. */
function inCheck(model: Model, call: Call): DeviceKind {
  for (let node: Node | null = call.parent; node; node = node.parent) {
    if (node.kind !== 'if' && node.kind !== 'conditional') continue;
    const test = model.program.text.slice(node.test.start, node.test.end);
    if (!/is_available|use_cuda|cuda|gpu/i.test(test)) continue;
    const isFirst = node.kind === 'if' ? node.body.some((one) => contains(one, call)) : contains(node.then, call);
    return isFirst && isSwitchedOff(model, node.test) ? 'cpu' : 'conditional';
  }
  return 'accelerator';
}

/** `CUDA = False` at the top of a file, as it stands. */
function isSwitchedOff(model: Model, test: Expr): boolean {
  const { certainty, alternatives } = model.value(test);
  return (
    certainty === 'known' &&
    alternatives.length > 0 &&
    alternatives.every((one) => one.type === 'boolean' && !one.value)
  );
}

const deviceArguments = perModelAnd(
  (model: Model, call: Call): readonly Evidence[] =>
    call.args
      .slice(0, 2)
      .flatMap((argument) => deviceArgument(model, argument))
      .concat(numbered(model, call)),
  moved,
);

/** `torch.device(0)`, `.to(gpu)`: a bare number is the index of an accelerator. */
function numbered(model: Model, call: Call): Evidence[] {
  const place = call.args[0]?.value;
  const takesNumber = call.func.kind === 'attribute' && TAKES_NUMBER.has(call.func.attr) && call.args.length === 1;
  if (!takesNumber || !place || place.kind === 'conditional') return [];
  const value = model.value(place);
  return value.alternatives.flatMap((one) =>
    one.type === 'number' && Number.isInteger(one.value) && one.value >= 0
      ? softened([at(call, 'accelerator', `device ${one.value}`)], value.alternatives.length)
      : [],
  );
}

const TAKES_NUMBER: ReadonlySet<string> = new Set(['device', 'to', 'set_device']);

function deviceArgument(model: Model, argument: Argument): readonly Evidence[] {
  if (WRITTEN.has(argument.value.kind)) return deviceText(model, argument.value);
  const formatted = formattedText(argument.value);
  if (formatted) return stringDevice(argument.value, formatted);
  const value = model.value(argument.value);
  return value.alternatives.flatMap((one) =>
    one.type === 'string' ? softened(stringDevice(argument, one.value), value.alternatives.length) : [],
  );
}

const WRITTEN: ReadonlySet<Expr['kind']> = new Set(['constant', 'conditional', 'fstring', 'binary']);

/** The text before `.format(gpu)`. */
function formattedText(value: Expr): string | undefined {
  if (value.kind !== 'call' || value.func.kind !== 'attribute' || value.func.attr !== 'format') return undefined;
  const text = value.func.value;
  return text.kind === 'constant' && typeof text.value === 'string' ? text.value : undefined;
}

function deviceText(model: Model, expression: Expr): Evidence[] {
  if (expression.kind === 'conditional' || expression.kind === 'binary') return conditionalDevice(model, expression);
  if (expression.kind === 'fstring') {
    return isCudaText(model, expression) ? [at(expression, 'accelerator', 'cuda device')] : [];
  }
  if (expression.kind === 'call') return expression.args.flatMap((argument) => deviceText(model, argument.value));
  return expression.kind === 'constant' && typeof expression.value === 'string'
    ? stringDevice(expression, expression.value)
    : [];
}

/** `"cuda" if torch.cuda.is_available() else "cpu"`: both arms are read. */
function conditionalDevice(model: Model, expression: Expr): Evidence[] {
  for (const node of descend(expression)) {
    if (namesCuda(model, node)) return [at(expression, 'conditional', 'cuda when available')];
  }
  if (isIndexWhereAvailable(model, expression)) return [at(expression, 'conditional', 'cuda when available')];
  const text = model.program.text.slice(expression.start, expression.end);
  return /mps/.test(text) ? [at(expression, 'mps', 'mps when available')] : [];
}

/** `gpu if torch.cuda.is_available() else "cpu"`: whatever the name holds, it is no processor. */
function isIndexWhereAvailable(model: Model, expression: Expr): boolean {
  if (expression.kind !== 'conditional') return false;
  const test = model.program.text.slice(expression.test.start, expression.test.end);
  const { then } = expression;
  return /^[\w.]*cuda\.is_available\(\)/.test(test) && !(then.kind === 'constant' && typeof then.value !== 'number');
}

/** `"cuda:0"`, or `f"cuda:{gpu}"`. */
function namesCuda(model: Model, node: Node): boolean {
  if (node.kind === 'fstring') return isCudaText(model, node);
  return node.kind === 'constant' && typeof node.value === 'string' && /^cuda/.test(node.value);
}

const isCudaText = (model: Model, { start, end }: Node): boolean =>
  /^[fF]?["']cuda/.test(model.program.text.slice(start, end));

/** An accelerator that is only one of several values is chosen at run time. */
function softened(found: Evidence[], alternatives: number): Evidence[] {
  if (alternatives < 2) return found;
  return found.map((one) => (one.kind === 'accelerator' ? { ...one, kind: 'conditional' } : one));
}

function stringDevice(node: Node, text: string): Evidence[] {
  if (/^(cuda|gpu|nccl)(:(\d+|\{\w*\}))?$/.test(text)) return [at(node, 'accelerator', text)];
  if (text === 'cpu') return [at(node, 'cpu', 'cpu')];
  if (text === 'mps') return [at(node, 'mps', 'mps')];
  return text === 'xla' || text === 'tpu' ? [at(node, 'tpu', text)] : [];
}
