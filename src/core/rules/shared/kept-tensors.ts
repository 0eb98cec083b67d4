/** Places in a loop where a tensor with its autograd graph is added to something that outlives the step. */
import type { AugAssign, Call, Expr, Node } from '../../syntax/ast';
import { ancestors, descend, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { backwardsIn, isWithin } from '../../model/torch/events';
import { GraphFlow, isBackpropagated, type RecordingLoop } from '../../model/torch/graph-flow';
import { isGradOff } from '../../model/torch/grad-scopes';
import { isPath, textOf } from '../../model/torch/modules';

export interface KeptTensor {
  /** The statement's expression that is marked. */
  readonly node: Node;
  readonly how: 'summed' | 'listed';
  /** What is added to: `total_loss`, `losses`. */
  readonly holder: Expr;
  /** The parts that carry the graph. */
  readonly carriers: readonly Expr[];
}

interface Site {
  readonly node: Node;
  readonly how: 'summed' | 'listed';
  readonly holder: Expr;
  readonly value: Expr;
}

export function keptTensors(model: Model, loop: RecordingLoop): readonly KeptTensor[] {
  const scopes: readonly Node[] = loop.stepFunction ? [loop.step, loop.stepFunction] : [loop.step];
  const sites = scopes.flatMap(sitesIn).filter((site) => outlives(model, loop, site));
  if (sites.length === 0) return [];
  const mine = [...new Set(scopes.flatMap((scope) => backwardsIn(model, scope)))];
  const flow = new GraphFlow(model, loop, mine);
  return sites.flatMap((site): KeptTensor[] => {
    if (isBackpropagated(model, textOf(model, baseOf(site.holder)))) return [];
    if (site.how === 'summed' && isGradOff(model, site.node)) return [];
    const carriers = flow.carriers(site.value);
    return carriers.length > 0 ? [{ ...site, carriers }] : [];
  });
}

function sitesIn(scope: Node): Site[] {
  const found: Site[] = [];
  for (const node of descend(
    scope,
    (at) => at === scope || (at.kind !== 'function' && at.kind !== 'class' && at.kind !== 'lambda'),
  )) {
    const site =
      node.kind === 'augassign'
        ? summed(node)
        : node.kind === 'call'
          ? listed(node)
          : node.kind === 'assign'
            ? reassigned(node)
            : undefined;
    if (site && isHolder(site.holder)) found.push(site);
  }
  return found;
}

function summed(node: AugAssign): Site | undefined {
  if (node.op !== '+') return undefined;
  // `losses += [loss]` is a list that grows.
  const listed = node.value.kind === 'list' && node.value.items.length === 1 ? node.value.items[0] : undefined;
  return listed
    ? { node, how: 'listed', holder: node.target, value: listed }
    : { node, how: 'summed', holder: node.target, value: node.value };
}

/** `total = total + loss`. */
function reassigned(node: Extract<Node, { kind: 'assign' }>): Site | undefined {
  const [target] = node.targets;
  if (node.targets.length !== 1 || target?.kind !== 'name' || node.value?.kind !== 'binary' || node.value.op !== '+')
    return undefined;
  const { left, right } = node.value;
  if (left.kind === 'name' && left.id === target.id) return { node, how: 'summed', holder: target, value: right };
  return right.kind === 'name' && right.id === target.id
    ? { node, how: 'summed', holder: target, value: left }
    : undefined;
}

function listed(call: Call): Site | undefined {
  const value = call.args.length === 1 ? call.args[0]?.value : undefined;
  if (call.func.kind !== 'attribute' || call.func.attr !== 'append' || !value) return undefined;
  return { node: call, how: 'listed', holder: call.func.value, value };
}

function isHolder(holder: Expr): boolean {
  return isPath(baseOf(holder));
}

/** `history` of `history["loss"][0]`. */
function baseOf(holder: Expr): Expr {
  return holder.kind === 'subscript' ? baseOf(holder.value) : holder;
}

/** The holder is made before the loop, and no statement that runs in every iteration makes it anew. */
function outlives(model: Model, loop: RecordingLoop, { holder, node }: Site): boolean {
  const base = baseOf(holder);
  const inLoop = isWithin(node, loop.step);
  if (!inLoop && base.kind !== 'attribute') return false;
  if (isBounded(model, base)) return false;
  const text = textOf(model, holder);
  const scope = inLoop ? loop.step : (enclosingFunction(node) ?? loop.step);
  for (const one of descend(scope)) {
    if (one.kind !== 'assign' || one === node || !one.value) continue;
    const targets = one.targets.flatMap((target) => (target.kind === 'tuple' ? target.items : [target]));
    const rebinds = targets.some((target) => [text, textOf(model, base)].includes(textOf(model, target)));
    if (rebinds && !isConditional(one, scope)) return false;
  }
  return true;
}

/** Under an `if`, as where every hundredth step prints and starts again. */
function isConditional(node: Node, scope: Node): boolean {
  for (const at of ancestors(node)) {
    if (at === scope) return false;
    if (at.kind === 'if') return true;
  }
  return false;
}

/** `deque(maxlen=100)` lets go of what is old. */
function isBounded(model: Model, holder: Expr): boolean {
  return model.origins(holder).some((origin) => origin.kind === 'result' && /(^|\.)deque$/.test(origin.of));
}
