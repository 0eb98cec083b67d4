/** Collects evidence about where the program trains. */
import type { Argument, Call, Expr, Node } from '../syntax/ast';
import { descend } from '../syntax/walk';
import { spanOf, type Span } from '../text/span';
import type { DeviceFacts, DeviceKind } from './device';
import { moved } from './answers';
import { importedDevices } from './device-imports';
import type { Model } from './model';
import { perModelAnd } from './per-model';

type Evidence = DeviceFacts['evidence'][number] & { readonly kind: DeviceKind };

/** The strongest evidence wins; an accelerator with a fall-back to the CPU is `conditional`. */
export function findDevice(model: Model): DeviceFacts {
  const hidden = hiddenDevices(model);
  if (hidden.length > 0) return { kind: 'cpu', evidence: hidden };
  const evidence = [
    ...torchEvidence(model),
    ...distributedEvidence(model),
    ...tensorflowEvidence(model),
    ...notebookEvidence(model),
    ...importedDevices(model),
  ];
  const order: readonly DeviceKind[] = ['accelerator', 'conditional', 'tpu', 'mps', 'cpu'];
  const kind = order.find((one) => evidence.some((item) => item.kind === one)) ?? 'unknown';
  return { kind, evidence: evidence.filter((item) => item.kind === kind).map(({ span, what }) => ({ span, what })) };
}

/** `CUDA_VISIBLE_DEVICES` set to nothing or to -1, `set_visible_devices([], "GPU")`: no accelerator can be seen. */
function hiddenDevices(model: Model): DeviceFacts['evidence'] {
  const found: { span: Span; what: string }[] = [];
  for (const node of [...model.program.attributes('environ'), ...model.program.names('environ')]) {
    const target = node.parent?.kind === 'subscript' ? node.parent : undefined;
    const assign =
      target?.parent?.kind === 'assign' && target.parent.targets.includes(target) ? target.parent : undefined;
    const [key] = target?.index ?? [];
    const isVisible = key?.kind === 'constant' && key.value === 'CUDA_VISIBLE_DEVICES';
    if (!assign?.value || !isVisible || assign.parent?.kind !== 'module') continue;
    if (assign.value.kind === 'constant' && /^\s*(-1)?\s*$/.test(String(assign.value.value)))
      found.push({ span: spanOf(assign), what: 'CUDA_VISIBLE_DEVICES' });
  }
  for (const call of model.program.calls('set_visible_devices')) {
    const first = call.args[0]?.value;
    const hides =
      first?.kind === 'list' && first.items.length === 0 && /GPU/.test(model.program.text.slice(call.start, call.end));
    if (hides) found.push({ span: spanOf(call), what: 'set_visible_devices' });
  }
  return found;
}

const at = (node: Node, kind: DeviceKind, what: string): Evidence => ({ span: spanOf(node), kind, what });

function torchEvidence(model: Model): Evidence[] {
  const { program } = model;
  const found: Evidence[] = [];
  for (const call of program.calls('cuda'))
    if (call.func.kind === 'attribute' && !namesProcessor(model, call))
      found.push(at(call, inCheck(model, call), '.cuda()'));
  for (const name of ['device', 'to', 'set_device', 'Fabric', 'DataParallel']) {
    for (const call of program.calls(name)) if (!bringsBack(call)) found.push(...deviceArguments(model, call));
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
    if (/is_available|use_cuda|cuda|gpu/i.test(test)) return 'conditional';
  }
  return 'accelerator';
}

const deviceArguments = perModelAnd(
  (model: Model, call: Call): readonly Evidence[] =>
    call.args.slice(0, 2).flatMap((argument) => deviceArgument(model, argument)),
  moved,
);

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
  const text = model.program.text.slice(expression.start, expression.end);
  return /mps/.test(text) ? [at(expression, 'mps', 'mps when available')] : [];
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

function distributedEvidence(model: Model): Evidence[] {
  const found: Evidence[] = [];
  for (const name of ['DistributedDataParallel', 'FullyShardedDataParallel', 'DDP', 'FSDP']) {
    for (const call of model.program.calls(name)) found.push(at(call, 'accelerator', name));
  }
  for (const call of model.program.calls('init_process_group')) {
    const text = model.program.text.slice(call.start, call.end);
    if (/nccl/.test(text)) found.push(at(call, 'accelerator', 'nccl'));
  }
  for (const { call } of model.callsOf('accelerate.Accelerator')) {
    const cpu = call.args.find((argument) => argument.name === 'cpu')?.value;
    if (!(cpu?.kind === 'constant' && cpu.value === true)) found.push(at(call, 'conditional', 'Accelerator()'));
  }
  return found;
}

function tensorflowEvidence(model: Model): Evidence[] {
  const found: Evidence[] = [];
  for (const name of ['MirroredStrategy', 'MultiWorkerMirroredStrategy']) {
    for (const call of model.program.calls(name)) found.push(at(call, 'accelerator', name));
  }
  for (const call of model.program.calls('TPUStrategy')) found.push(at(call, 'tpu', 'TPUStrategy'));
  for (const name of ['list_physical_devices', 'set_memory_growth', 'set_visible_devices']) {
    for (const call of model.program.calls(name)) {
      // Listing every device, or the processors, says nothing about an accelerator.
      if (name === 'list_physical_devices' && !/gpu/i.test(model.program.text.slice(call.func.end, call.end))) continue;
      found.push(at(call, 'conditional', `tf.config ${name}`));
    }
  }
  for (const call of model.program.calls('device')) {
    const first = call.args[0]?.value;
    if (first?.kind === 'constant' && typeof first.value === 'string' && /gpu/i.test(first.value))
      found.push(at(call, 'accelerator', first.value));
  }
  return found;
}

function notebookEvidence(model: Model): Evidence[] {
  const accelerator = model.document.accelerator;
  if (accelerator === null || /none/i.test(accelerator)) return [];
  return [
    {
      span: { start: 0, end: 0 },
      kind: /tpu/i.test(accelerator) ? 'tpu' : 'accelerator',
      what: `notebook runtime ${accelerator}`,
    },
  ];
}
