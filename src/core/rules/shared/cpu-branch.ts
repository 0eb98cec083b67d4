/** Whether code runs only when there is no accelerator, judged by the conditions around it. */
import type { Conditional, Expr, If, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import { calleeName } from '../../model/traverse';

type Tells = 'accelerator' | 'cpu' | undefined;

/** True inside `else` of `if torch.cuda.is_available()`, the body of `if device == "cpu"`, and the like. */
export function isOnCpuBranch(node: Node): boolean {
  let inner: Node = node;
  for (const at of ancestors(node)) {
    if ((at.kind === 'if' || at.kind === 'conditional') && inner !== at.test && tellsAt(at, inner) === 'cpu')
      return true;
    inner = at;
  }
  return false;
}

/** What is the case in the arm that holds `inner`. */
function tellsAt(branch: If | Conditional, inner: Node): Tells {
  const meaning = tells(branch.test);
  const holds = branch.kind === 'if' ? (branch.body as readonly Node[]).includes(inner) : inner === branch.then;
  return holds ? meaning : opposite(meaning);
}

/** What is the case when the test holds. */
function tells(test: Expr): Tells {
  switch (test.kind) {
    case 'unary':
      return test.op === 'not' ? opposite(tells(test.operand)) : undefined;
    case 'call':
      return /^(is_available|device_count|is_gpu_available)$/.test(calleeName(test)) ? 'accelerator' : undefined;
    case 'name':
      return word(test.id);
    case 'attribute':
      return word(test.attr);
    case 'compare':
      return compared(test.ops, test.operands);
    default:
      return undefined;
  }
}

function compared(ops: readonly string[], operands: readonly Expr[]): Tells {
  const literal = operands.find((one) => one.kind === 'constant');
  if (ops.length !== 1 || literal?.kind !== 'constant' || typeof literal.value !== 'string') return undefined;
  const meaning: Tells =
    literal.value === 'cpu' ? 'cpu' : /^(cuda|gpu)/.test(literal.value) ? 'accelerator' : undefined;
  if (ops[0] === '==') return meaning;
  return ops[0] === '!=' ? opposite(meaning) : undefined;
}

function opposite(meaning: Tells): Tells {
  if (meaning === undefined) return undefined;
  return meaning === 'cpu' ? 'accelerator' : 'cpu';
}

/** Flags are named after what they switch on. */
function word(name: string): Tells {
  if (/^(no_?(cuda|gpu)|use_?cpu|cpu(_only)?|on_cpu)$/i.test(name)) return 'cpu';
  return /^((use|has|have|with|on)_?(cuda|gpu|accel)|cuda|gpu|(cuda|gpu)_available)$/i.test(name)
    ? 'accelerator'
    : undefined;
}
