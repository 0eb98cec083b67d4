/** Runs the statements of code that builds a network; where it cannot tell which run, it forgets what they may change. */
import type { For, If, Node, Stmt, While } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { arithmetic } from './arithmetic';
import { assignTo } from './assign';
import { itemsOf } from './items';
import { onlyFills } from './many';
import { lose, spent, tick, type Run } from './run';
import { product } from './tensor-products';
import { asKind, truthOf, UNKNOWN_THING, type Frame, type Thing } from './things';

/** How a block was left: null at its end. */
export type Exit = 'break' | 'continue' | 'raise' | { readonly returned: Thing } | null;

export function runBlock(run: Run, body: readonly Stmt[], frame: Frame): Exit {
  for (const statement of body) {
    const exit = runStatement(run, statement, frame);
    if (exit) return exit;
  }
  return null;
}

export function runStatement(run: Run, node: Stmt, frame: Frame): Exit {
  tick(run);
  switch (node.kind) {
    case 'assign': {
      if (!node.value) return null;
      const value = run.evaluate(node.value, frame);
      for (const target of node.targets) assignTo(run, target, value, frame);
      return null;
    }
    case 'augassign':
      augment(run, node, frame);
      return null;
    case 'exprstmt':
      run.evaluate(node.value, frame);
      return null;
    case 'return':
      return { returned: node.value ? run.evaluate(node.value, frame) : null };
    case 'if':
      return branch(run, node, frame);
    case 'for':
      return loopOver(run, node, frame);
    case 'while':
      return loopWhile(run, node, frame);
    case 'with':
      return runBlock(run, node.body, frame);
    case 'try':
      return runBlock(run, [...node.body, ...node.orelse, ...node.finalbody], frame);
    case 'function':
      frame.names?.set(node.name, { is: 'function', definition: node, frame, self: undefined, owner: undefined });
      return null;
    case 'class':
      frame.names?.set(node.name, { is: 'class', definition: node, frame });
      return null;
    case 'raise':
      return 'raise';
    case 'break':
    case 'continue':
      return node.kind;
    case 'match':
      lose(run);
      for (const one of node.cases) blur(run, one.body, frame);
      return null;
    default:
      return null;
  }
}

function augment(run: Run, node: Extract<Stmt, { kind: 'augassign' }>, frame: Frame): void {
  const before = run.evaluate(node.target, frame);
  const value = run.evaluate(node.value, frame);
  const list = asKind(before, 'list');
  const more = list && itemsOf(value);
  if (list && node.op.startsWith('+')) {
    if (more) list.items.push(...more);
    if (!more || asKind(value, 'list')?.exact === false) list.exact = false;
    return;
  }
  const op = node.op.replace(/=$/, '');
  assignTo(run, node.target, op === '@' ? spent(run, product(before, value)) : arithmetic(op, before, value), frame);
}

function branch(run: Run, node: If, frame: Frame): Exit {
  const truth = truthOf(run.evaluate(node.test, frame));
  if (truth !== undefined) return runBlock(run, truth ? node.body : node.orelse, frame);
  // A check of the arguments: code that builds a network is run with arguments that pass.
  if (node.body.at(-1)?.kind === 'raise') return runBlock(run, node.orelse, frame);
  lose(run);
  blur(run, [node], frame);
  const leaves = [...descend(node, (at) => at.kind !== 'function')].some(({ kind }) => kind === 'return');
  return leaves ? { returned: UNKNOWN_THING } : null;
}

function loopOver(run: Run, node: For, frame: Frame): Exit {
  const over = run.evaluate(node.iter, frame);
  const items = itemsOf(over);
  if (!items || asKind(over, 'list')?.exact === false) {
    if (isOverParts(node) && !readsOthers(node, frame)) return null;
    lose(run);
    blur(run, [node], frame);
    return null;
  }
  if (onlyFills(over, node)) return null;
  for (const item of [...items]) {
    tick(run);
    assignTo(run, node.target, item, frame);
    const exit = runBlock(run, node.body, frame);
    if (exit === 'break') return null;
    if (exit && exit !== 'continue') return exit;
  }
  return runBlock(run, node.orelse, frame);
}

/** `for m in self.modules()`. */
const isOverParts = ({ iter }: For): boolean =>
  iter.kind === 'call' &&
  iter.func.kind === 'attribute' &&
  /^(named_)?(modules|children|parameters|buffers)$/.test(iter.func.attr);

/** Whether a body does anything with what is computed around it, or only looks after the weights of the parts that it goes over. */
function readsOthers(node: For, frame: Frame): boolean {
  const own = new Set([...descend(node.target)].flatMap((at) => (at.kind === 'name' ? [at.id] : [])));
  return node.body.some((statement) =>
    [...descend(statement)].some(
      (at) => at.kind === 'return' || (at.kind === 'name' && !own.has(at.id) && frame.names?.has(at.id) === true),
    ),
  );
}

function loopWhile(run: Run, node: While, frame: Frame): Exit {
  for (;;) {
    tick(run);
    const truth = truthOf(run.evaluate(node.test, frame));
    if (truth === undefined) lose(run);
    if (truth === undefined) blur(run, [node], frame);
    if (truth !== true) return null;
    const exit = runBlock(run, node.body, frame);
    if (exit === 'break') return null;
    if (exit && exit !== 'continue') return exit;
  }
}

/** Statements that may have run or not: what they assign is unknown, and what they call methods on is not exact. */
function blur(run: Run, body: readonly Stmt[], frame: Frame): void {
  for (const statement of body) {
    for (const node of descend(statement, (at) => at.kind !== 'function' && at.kind !== 'class'))
      blurNode(run, node, frame);
  }
}

function blurNode(run: Run, node: Node, frame: Frame): void {
  if (node.kind === 'assign') for (const target of node.targets) assignTo(run, target, UNKNOWN_THING, frame);
  if (node.kind === 'for') assignTo(run, node.target, UNKNOWN_THING, frame);
  if (node.kind === 'augassign') {
    touch(run.evaluate(node.target, frame));
    if (node.target.kind === 'name') assignTo(run, node.target, UNKNOWN_THING, frame);
  }
  if (node.kind !== 'call') return;
  const { func } = node;
  const [first] = node.args;
  if (func.kind === 'name' && func.id === 'setattr' && first) touch(run.evaluate(first.value, frame));
  if (func.kind === 'attribute' && !READS.test(func.attr)) touch(run.evaluate(func.value, frame));
  // A list that is handed to a function may be filled by it.
  for (const { value } of node.args) if (value.kind === 'name') touch(run.evaluate(value, frame), 'list');
}

const READS =
  /^(parameters|named_parameters|modules|children|items|keys|values|get|format|init|\w+_|load_state_dict|eval|train|to|cuda)$/;

function touch(thing: Thing, only?: 'list'): void {
  if (typeof thing !== 'object' || thing === null || !('exact' in thing)) return;
  if (only === undefined || thing.is === only) thing.exact = false;
}
