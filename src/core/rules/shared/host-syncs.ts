/** What in a training step waits for the accelerator each time: reading the value of a tensor that it is still computing. */
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { backwardsIn } from '../../model/torch/events';
import { lossOf } from '../../model/torch/graph-flow';
import { textOf } from '../../model/torch/modules';
import { calleeName } from '../../model/traverse';
import type { Assign, Call, Expr, Node } from '../../syntax/ast';
import { descend, descendRunning } from '../../syntax/walk';
import { runsEachTime } from './each-time';
import { stepScopes } from './torch-loop';

/** In source order, one for each chain: `loss.detach().cpu().numpy()` waits once. */
export function hostSyncs(model: Model, loop: TrainingLoop): readonly Node[] {
  const scopes = stepScopes(loop);
  const names = computedNames(model, loop, scopes);
  const found: Node[] = [];
  for (const scope of scopes)
    for (const node of descendRunning(scope)) {
      if (!isSync(model, node, names) || found.some((one) => one.start <= node.start && node.end <= one.end)) continue;
      if (node !== scope && runsEachTime(model, node, scope)) found.push(node);
    }
  return found.sort((a, b) => a.start - b.start);
}

/** Names of what the step computes: losses, results of forward passes, what they are made of, and what comes of them. */
function computedNames(model: Model, loop: TrainingLoop, scopes: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const assigns = scopes.flatMap((scope) => [...descendRunning(scope)].filter((node) => node.kind === 'assign'));
  for (const scope of scopes)
    for (const backward of backwardsIn(model, scope)) addSources(model, lossOf(backward), assigns, names);
  const forwards = new Set<Node>(loop.forwards);
  for (const { value, targets } of assigns) {
    if (!value || isRead(value)) continue;
    const comes = [...descend(value)].some((one) => forwards.has(one) || isComputed(model, one, names));
    if (comes) for (const target of targets) addTargets(model, target, names);
  }
  return names;
}

/** The loss, and what the step assigns on the way to it. */
function addSources(model: Model, loss: Expr | undefined, assigns: readonly Assign[], names: Set<string>): void {
  for (const node of loss ? descend(loss) : []) {
    if (node.kind !== 'name' && node.kind !== 'attribute') continue;
    const text = textOf(model, node);
    const made = assigns.filter(({ targets }) => targets.some((one) => binds(model, one, text)));
    if (names.has(text) || (made.length === 0 && node !== loss)) continue;
    names.add(text);
    for (const { value } of made) addSources(model, value ?? undefined, assigns, names);
  }
}

function binds(model: Model, target: Expr, text: string): boolean {
  if (target.kind === 'tuple' || target.kind === 'list') return target.items.some((one) => binds(model, one, text));
  return textOf(model, target) === text;
}

function addTargets(model: Model, target: Expr, names: Set<string>): void {
  if (target.kind === 'tuple' || target.kind === 'list')
    for (const item of target.items) addTargets(model, item, names);
  else if (target.kind === 'name' || target.kind === 'attribute') names.add(textOf(model, target));
}

const isComputed = (model: Model, node: Node, names: ReadonlySet<string>): boolean =>
  (node.kind === 'name' || node.kind === 'attribute') && names.has(textOf(model, node));

/** Read already, so that what comes of it lies in the memory of the host. */
function isRead(value: Expr): boolean {
  return [...descend(value)].some(
    (one) => one.kind === 'call' && (READS.test(calleeName(one)) || NUMBERS.test(calleeName(one))),
  );
}

const READS = /^(item|tolist|cpu|numpy)$/;
const NUMBERS = /^(float|int|len|str|round)$/;

function isSync(model: Model, node: Node, names: ReadonlySet<string>): boolean {
  if (node.kind !== 'call') return false;
  const name = calleeName(node);
  if (node.func.kind === 'attribute') {
    if (name === 'synchronize') return /cuda/.test(textOf(model, node.func));
    return READS.test(name) && node.args.length === 0 && holds(model, node.func.value, names);
  }
  if (name === 'print') return node.args.some((one) => shows(model, one.value, names));
  return /^(float|int)$/.test(name) && node.args.length === 1 && isValue(model, node, names);
}

const isValue = (model: Model, { args }: Call, names: ReadonlySet<string>): boolean =>
  args[0] !== undefined && isComputed(model, args[0].value, names);

/** The tensor itself, or an expression of it; what is read already does not count. */
function holds(model: Model, expression: Expr, names: ReadonlySet<string>): boolean {
  for (const node of descend(
    expression,
    (at) => !(at.kind === 'attribute' && /^(shape|dtype|device|ndim)$/.test(at.attr)),
  ))
    if (isComputed(model, node, names)) return true;
  return false;
}

/** `print(loss)`, `print(f"{loss}")`. */
function shows(model: Model, value: Expr, names: ReadonlySet<string>): boolean {
  if (value.kind === 'fstring') return value.parts.some((one) => isComputed(model, one, names));
  return isComputed(model, value, names);
}
