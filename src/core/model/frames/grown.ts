/** Tables and arrays that a loop makes anew with every turn, to put something more at their end. */
import type { Assign, Call, Expr, Loop, Node, Subscript } from '../../syntax/ast';
import { ancestors, descend, enclosing, statementOf } from '../../syntax/walk';
import { innermostLoop } from '../epoch-loops';
import type { Model } from '../model';
import { isModuleClass, isPath, textOf } from '../torch/modules';
import { calleeName } from '../traverse';
import { tableAt } from './frame';
import { contains } from '../../text/span';

/** `rows`: by `df.loc[len(df)] = row`; `append`: by the method that pandas 2.0 has removed; else the function that joins. */
export type Growing = 'pandas' | 'numpy' | 'torch' | 'append' | 'rows';

export interface Grown {
  readonly kind: Growing;
  readonly statement: Assign;
  /** What is grown, as it is written: `df`, `self.features`. */
  readonly name: string;
  /** The call that makes it anew; null for `df.loc[len(df)] = row`. */
  readonly call: Call | null;
  /** What is put at the end; null where it is not plain or at the front. */
  readonly added: Expr | null;
  /** The outermost loop around in which nothing else is done with it, so that it grows in all its turns. */
  readonly loop: Loop;
  /** Columns are put beside the others, of which there are never as many as rows. */
  readonly isWider: boolean;
  /** The loops between, that one and the innermost among them. */
  readonly loops: readonly Loop[];
}

/** Functions that join, by what is grown, and whether they take the parts in one list. */
const JOINS: Readonly<Record<string, readonly [Growing, parts: 'list' | 'two']>> = {
  'pandas.concat': ['pandas', 'list'],
  'numpy.concatenate': ['numpy', 'list'],
  'numpy.vstack': ['numpy', 'list'],
  'numpy.hstack': ['numpy', 'list'],
  'numpy.append': ['numpy', 'two'],
  'torch.cat': ['torch', 'list'],
  'torch.concat': ['torch', 'list'],
  'torch.vstack': ['torch', 'list'],
};

export function* grown(model: Model): Generator<Grown> {
  for (const name of Object.keys(JOINS))
    for (const { call, certainty } of model.callsOf(name)) {
      const found = certainty === 'is' ? joined(model, call, JOINS[name] ?? ['numpy', 'list']) : undefined;
      if (found) yield found;
    }
  for (const call of model.program.calls('append')) {
    const found = appended(model, call);
    if (found) yield found;
  }
  for (const at of model.program.attributes('loc')) {
    const found = at.parent?.kind === 'subscript' && at.parent.value === at ? assigned(model, at.parent) : undefined;
    if (found) yield found;
  }
}

/** `df = pd.concat([df, more])`. */
function joined(model: Model, call: Call, [kind, takes]: (typeof JOINS)[string] & object): Grown | undefined {
  const [first, second] = call.args;
  const list =
    first?.name === null && (first.value.kind === 'list' || first.value.kind === 'tuple') ? first.value : null;
  const parts = takes === 'list' ? (list?.items ?? []) : [first, second].flatMap((one) => (one ? [one.value] : []));
  const place = parts.length === 2 ? grows(model, call, parts) : undefined;
  if (!place) return undefined;
  const [start, added] = parts;
  const isAtEnd = start !== undefined && textOf(model, start) === place.name;
  return {
    ...place,
    kind,
    call,
    added: isAtEnd ? (added ?? null) : null,
    isWider: kind === 'pandas' && joinsColumns(call),
  };
}

/** `axis=1`, `axis="columns"`. */
function joinsColumns({ args }: Call): boolean {
  const axis = args.find(({ name }) => name === 'axis')?.value ?? args[1]?.value;
  return axis?.kind === 'constant' && (axis.value === 1 || axis.value === 'columns');
}

/** `df = df.append(row, ignore_index=True)`. */
function appended(model: Model, call: Call): Grown | undefined {
  if (call.func.kind !== 'attribute' || call.parent?.kind !== 'assign' || !innermostLoop(call)) return undefined;
  const place = grows(model, call, [call.func.value]);
  if (!place || tableAt(model, call.func.value)?.kind !== 'frame') return undefined;
  return { ...place, kind: 'append', call, added: call.args[0]?.value ?? null, isWider: false };
}

/** `df.loc[len(df)] = row`, `df.loc[len(df.index)] = row`. */
function assigned(model: Model, target: Subscript): Grown | undefined {
  const statement = target.parent;
  const frame = target.value.kind === 'attribute' ? target.value.value : undefined;
  const [index] = target.index;
  if (statement?.kind !== 'assign' || !statement.targets.includes(target) || !frame || !isPath(frame)) return undefined;
  const length = index?.kind === 'call' && calleeName(index) === 'len' ? index.args[0]?.value : undefined;
  const counted = length?.kind === 'attribute' && length.attr === 'index' ? length.value : length;
  const name = textOf(model, frame);
  if (!counted || textOf(model, counted) !== name || tableAt(model, frame)?.kind !== 'frame') return undefined;
  const loops = loopsAlone(model, name, statement);
  const outermost = loops.at(-1);
  return (
    outermost && { kind: 'rows', statement, name, call: null, added: null, loop: outermost, loops, isWider: false }
  );
}

/** The value of an assignment to what is the one of the parts, in a loop that does nothing else with it. */
function grows(
  model: Model,
  call: Call,
  parts: readonly Expr[],
): Pick<Grown, 'statement' | 'name' | 'loop' | 'loops'> | undefined {
  const statement = call.parent;
  const [target, ...others] = statement?.kind === 'assign' && statement.value === call ? statement.targets : [];
  if (statement?.kind !== 'assign' || !target || others.length > 0 || !isPlace(target)) return undefined;
  const name = textOf(model, target);
  if (parts.filter((one) => textOf(model, one) === name).length !== 1 || model.isIgnored(call)) return undefined;
  const loops = loopsAlone(model, name, statement);
  const loop = loops.at(-1);
  return loop && !isInNetwork(model, call) ? { statement, name, loop, loops } : undefined;
}

/** `df`, `self.features`, and `parts[0]`, the one array that a list holds. */
function isPlace(node: Node): node is Expr {
  if (node.kind === 'subscript')
    return isPath(node.value) && node.index.length === 1 && node.index[0]?.kind === 'constant';
  return isPath(node as Expr);
}

/** The loops around, from the innermost outwards, in which nothing but the statement has to do with what grows. */
function loopsAlone(model: Model, name: string, statement: Assign): readonly Loop[] {
  const loops: Loop[] = [];
  for (let loop = innermostLoop(statement); loop; loop = innermostLoop(loop)) {
    // What a condition repeats is told by the loop alone: an outer `while` says nothing of how often.
    if (loops.length > 0 && loop.kind === 'while') break;
    if (!isAlone(model, { name, statement, loop })) break;
    loops.push(loop);
  }
  return loops;
}

/** Read once by what makes it anew, and by nothing else of the statement. */
const OCCURRENCES = 2;

/**
 * Read by nothing else in the loop and given no other value, but for the first turn in another arm of the same `if`: so a model
 * does not get it, as the next token needs, and no file is written from it.
 */
function isAlone(model: Model, { name, statement, loop }: Pick<Grown, 'name' | 'statement' | 'loop'>): boolean {
  let own = 0;
  for (const part of loop.body) {
    for (const node of descend(part)) {
      if (isHolder(model, node, name) && !isFirstTurn(model, node, statement)) return false;
      if (!isPlace(node) || textOf(model, node) !== name) continue;
      if (contains(statement, node)) {
        own += 1;
        if (own > OCCURRENCES) return false;
        continue;
      }
      if (asksForFirst(model, node, statement)) continue;
      const other = statementOf(node);
      if (other?.kind !== 'assign' || !isOtherArm(other, statement)) return false;
      if (!other.targets.some((one) => textOf(model, one) === name)) return false;
    }
  }
  return true;
}

/** The list of `parts[0]`, as a whole. */
function isHolder(model: Model, node: Node, name: string): boolean {
  return isPath(node as Expr) && name.startsWith(`${textOf(model, node)}[`) && node.parent?.kind !== 'subscript';
}

/** Asked for, or made in the other arm: `parts.append(first)`. */
function isFirstTurn(model: Model, node: Node, statement: Assign): boolean {
  const other = statementOf(node);
  return asksForFirst(model, node, statement) || (other !== undefined && isOtherArm(other, statement));
}

/** `if out is None:`, `if len(out) == 0:` around the statement: whether this is the first turn. */
function asksForFirst(model: Model, node: Node, statement: Assign): boolean {
  const around = enclosing(node, 'if');
  if (!around || !contains(around.test, node) || !contains(around, statement)) return false;
  const name = textOf(model, node);
  return FIRST.has(textOf(model, around.test).replaceAll(name, 'x').replace(/\s/g, ''));
}

const FIRST = new Set(['xisNone', 'xisnotNone', 'notx', 'x==None', 'x!=None', 'len(x)==0', 'len(x)>0', 'len(x)!=0']);

function isOtherArm(one: Node, other: Node): boolean {
  const around = enclosing(one, 'if');
  return around !== undefined && [...ancestors(other)].includes(around);
}

/** In the forward pass of a network the turns are its layers and steps, and autograd copies with it. */
function isInNetwork(model: Model, node: Node): boolean {
  const owner = enclosing(node, 'class');
  return owner !== undefined && isModuleClass(model, owner);
}
