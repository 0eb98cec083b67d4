/** The calls that copy the tensors of a batch to a device, in the loop itself. */
import type { Call, Expr, For, Node } from '../../syntax/ast';
import { descend, descendRunning } from '../../syntax/walk';
import type { Model } from '../model';
import { textOf } from '../torch/modules';
import { asString } from '../values';

/** `x.to(device)`, `y.cuda()`, `v.to(device)` for the values of a batch; not of a batch as a whole, whose type is its own affair. */
export function copiedParts(model: Model, loop: For): readonly Call[] {
  const whole = wholeBatch(loop.target);
  const names = new Set([...descend(loop.target)].flatMap((node) => (node.kind === 'name' ? [node.id] : [])));
  const found: Call[] = [];
  /** What has been copied without waiting: copying it again does nothing. */
  const moved = new Set<string>();
  for (const node of loop.body.flatMap((statement) => [...descendRunning(statement)])) {
    if (node.kind === 'assign' && node.value && isPart(node.value, names)) bind(node.targets, names);
    if (node.kind === 'comprehension')
      for (const { iter, target } of node.clauses) if (rootOf(iter, names)) bind([target], names);
    if (node.kind !== 'call' || node.func.kind !== 'attribute') continue;
    // PyTorch before 0.4, which does not know the keyword of today.
    if (node.args.some(({ name }) => name === 'async')) return [];
    const receiver = textOf(model, node.func.value);
    if (node.args.some(({ name }) => name === 'non_blocking')) moved.add(receiver);
    if (!moved.has(receiver) && isCopy(model, node) && isTensor(node, names, whole)) found.push(node);
  }
  return found;
}

/** The one name that holds all of a batch, beside a counter: `batch`, `step, batch`. */
function wholeBatch(target: Expr): string | undefined {
  const last = target.kind === 'tuple' && target.items.length === 2 ? target.items[1] : target;
  const isCounted = target.kind === 'tuple' && target.items[0]?.kind === 'name' && COUNTER.test(target.items[0].id);
  return last?.kind === 'name' && (isCounted || target.kind === 'name') ? last.id : undefined;
}

const COUNTER = /^(_|i|j|n|it|idx|step|iteration|(\w+_)?(i|idx|index|step|iter|count|num|id))$/i;

function bind(targets: readonly Expr[], names: Set<string>): void {
  for (const target of targets)
    for (const node of descend(target)) if (node.kind === 'name' && node.id !== 'self') names.add(node.id);
}

/** A batch taken apart, nothing computed from it. */
function isPart(value: Expr, names: ReadonlySet<string>): boolean {
  if (value.kind === 'tuple' || value.kind === 'list') return value.items.every((one) => isPart(one, names));
  return (value.kind === 'name' || value.kind === 'subscript') && rootOf(value, names);
}

/** `batch`, `batch["x"]`, `batch.items()` of one of the names. */
function rootOf(expression: Expr, names: ReadonlySet<string>): boolean {
  let at: Node = expression;
  if (at.kind === 'call' && at.func.kind === 'attribute' && /^(items|values)$/.test(at.func.attr)) at = at.func.value;
  while (at.kind === 'subscript') at = at.value;
  return at.kind === 'name' && names.has(at.id);
}

function isTensor({ func }: Call, names: ReadonlySet<string>, whole: string | undefined): boolean {
  if (func.kind !== 'attribute' || !rootOf(func.value, names)) return false;
  return !(func.value.kind === 'name' && func.value.id === whole);
}

/** To a device that may be an accelerator, and nothing said of waiting. */
function isCopy(model: Model, { func, args }: Call): boolean {
  if (func.kind !== 'attribute' || args.some(({ name, star }) => star !== '' || name === 'non_blocking')) return false;
  const plain = args.filter(({ name }) => name === null).length;
  if (func.attr === 'cuda') return plain <= 1;
  const device = args.find(({ name }) => name === 'device') ?? args[0];
  if (func.attr !== 'to' || !device || plain > 2 || device.name === 'dtype') return false;
  return isDevice(model, device.value);
}

function isDevice(model: Model, device: Expr): boolean {
  const text = model.program.text.slice(device.start, device.end);
  if (asString(model.value(device)) === 'cpu' || /\bcpu\b(?!.*\belse\b)/.test(text)) return false;
  if (/cuda|device|gpu|rank/i.test(text)) return !/dtype/.test(text);
  return model.origins(device).some((one) => one.kind === 'result' && one.of === 'torch.device');
}
