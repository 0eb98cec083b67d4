/** Whether the batches of a loop are copied to an accelerator, by the loop itself or by a helper it hands them to. */
import type { Call, Expr, For, Node } from '../../syntax/ast';
import { descend, descendRunning } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';

const MAX_DEPTH = 2;

/** True when something that comes out of the loader is copied: `x.to(device)`, `batch.cuda()`, `move(batch, device)`. */
export function movesBatches(model: Model, loop: For): boolean {
  const names = namesIn(loop.target);
  return loop.body.some((statement) => moves(model, statement, names, 0));
}

function moves(model: Model, scope: Node, names: Set<string>, depth: number): boolean {
  for (const node of descendRunning(scope)) {
    if (node.kind === 'assign' && node.value && mentions(node.value, names)) {
      for (const target of node.targets) for (const name of namesIn(target)) names.add(name);
    }
    if (node.kind === 'comprehension') addClauses(node, names);
    if (node.kind === 'for' && mentions(node.iter, names)) for (const name of namesIn(node.target)) names.add(name);
    if (node.kind === 'call' && (isCopy(model, node, names) || copiesInside(model, node, names, depth))) return true;
  }
  return false;
}

function addClauses(node: Extract<Node, { kind: 'comprehension' }>, names: Set<string>): void {
  for (const clause of node.clauses) {
    if (mentions(clause.iter, names)) for (const name of namesIn(clause.target)) names.add(name);
  }
}

const DTYPES = /^(torch\.)?(float|float32|float16|bfloat16|double|float64|long|int|int64|int32|bool|half|uint8)$/;

function isCopy(model: Model, call: Call, names: ReadonlySet<string>): boolean {
  const { func } = call;
  if (func.kind !== 'attribute')
    return (
      /^(to_device|to_cuda|to_gpu|move_to\w*|send_to_device|move_data_to_device)$/.test(calleeName(call)) &&
      call.args.some(({ value }) => mentions(value, names))
    );
  if (!mentions(func.value, names)) return false;
  if (func.attr === 'cuda') return true;
  const [first] = call.args;
  if (!first || (func.attr !== 'to' && func.attr !== 'type')) return false;
  const written = model.program.text.slice(first.value.start, first.value.end);
  return func.attr === 'to'
    ? !DTYPES.test(written) && first.name !== 'dtype'
    : /cuda/i.test(written) || isCudaType(model, first.value);
}

/** `Tensor = torch.cuda.FloatTensor if cuda else torch.FloatTensor`, then `x.type(Tensor)`. */
function isCudaType(model: Model, value: Expr): boolean {
  return model
    .origins(value)
    .some((origin) => origin.kind === 'external' && /^torch\.cuda\.\w+Tensor$/.test(origin.name));
}

function copiesInside(model: Model, call: Call, names: ReadonlySet<string>, depth: number): boolean {
  const callee = depth < MAX_DEPTH ? model.calleeOf(call) : undefined;
  if (!callee || callee.name === 'forward' || callee.name === '__init__') return false;
  if (!call.args.some(({ value }) => mentions(value, names))) return false;
  const inner = new Set(callee.params.map(({ name }) => name).filter((name) => name !== 'self' && name !== 'model'));
  return callee.body.some((statement) => moves(model, statement, inner, depth + 1));
}

function mentions(expression: Expr, names: ReadonlySet<string>): boolean {
  for (const node of descend(expression)) if (node.kind === 'name' && names.has(node.id)) return true;
  return false;
}

function namesIn(target: Expr): Set<string> {
  const found = new Set<string>();
  for (const node of descend(target)) if (node.kind === 'name' && node.id !== 'self') found.add(node.id);
  return found;
}
