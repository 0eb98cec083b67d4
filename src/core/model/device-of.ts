/** Collects evidence about where the program trains. */
import { spanOf, type Span } from '../text/span';
import type { DeviceFacts, DeviceKind } from './device';
import { importedDevices } from './device-imports';
import type { Model } from './model';
import { at, movesElsewhere, torchEvidence, type Evidence } from './torch-device';

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
  if (kind === 'cpu' && movesElsewhere(model)) return { kind: 'unknown', evidence: [] };
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

function distributedEvidence(model: Model): Evidence[] {
  const found: Evidence[] = [];
  for (const name of ['DistributedDataParallel', 'FullyShardedDataParallel', 'DDP', 'FSDP']) {
    for (const call of model.program.calls(name)) found.push(at(call, 'accelerator', name));
  }
  // On a machine without one it hands everything on.
  for (const call of model.program.calls('DataParallel')) found.push(at(call, 'conditional', 'DataParallel'));
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
