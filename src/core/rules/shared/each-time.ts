/** Whether code runs on every pass of a loop, or every call of a function, rather than under a condition. */
import type { Expr, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';

/** `container` holds `node`: a loop or a function. Handlers, `else` branches, conditions and nested functions are not each time. */
export function runsEachTime(model: Model, node: Node, container: Node): boolean {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at === container) return !('orelse' in at && (at.orelse as readonly Node[]).includes(inner));
    if (!passesOn(model, at, inner)) return false;
    inner = at;
  }
  return false;
}

function passesOn(model: Model, at: Node, inner: Node): boolean {
  switch (at.kind) {
    case 'function':
    case 'lambda':
    case 'class':
    case 'match':
      return false;
    case 'if':
      return inner === at.test || ((at.body as readonly Node[]).includes(inner) && asksForAccelerator(model, at.test));
    case 'for':
    case 'while':
      return !(at.orelse as readonly Node[]).includes(inner);
    case 'try':
      return [...at.body, ...at.finalbody].some((one) => one === inner);
    case 'conditional':
      return inner === at.test;
    case 'binary':
      return inner === at.left || !/^(and|or)$/.test(at.op);
    default:
      return true;
  }
}

/** `torch.cuda.is_available()`, `device.type == "cuda"`, `use_cuda`: true wherever it matters. */
export function asksForAccelerator(model: Model, test: Expr): boolean {
  const text = textOf(model, test);
  return (
    /^[\w.()[\]"' =!]+$/.test(text) &&
    /cuda|gpu/i.test(text) &&
    !/\b(not|and|or)\b|mps|hpu|xla|npu|!=\s*["']cuda/.test(text)
  );
}
