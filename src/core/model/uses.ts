/** Finds the names that read a variable, from the assignment that gives it its value. */
import type { Assign, Expr, Name, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Tracker } from '../syntax/tracker';
import { Answers, asIs } from './answers';
import { descend, enclosing, topOf } from '../syntax/walk';
import { reachingBindings } from './lookup';

/** The names that read one variable, by the statement that may have given it its value. */
type Readers = ReadonlyMap<Node, readonly Name[]>;

export class UseFinder {
  readonly #program: Program;
  /** By variable of the module or of a class. */
  readonly #readers: Answers<string, Readers>;
  /** Variables of functions, by the first name of each in its top-level statement: nothing outside reads them. */
  readonly #localReaders: Answers<Name, Readers>;
  /** By top-level statement. */
  readonly #names: Answers<Node, ReadonlyMap<string, readonly Name[]>>;
  /** By target. */
  readonly #uses: Answers<Name, readonly Name[]>;

  constructor(program: Program, tracker: Tracker | undefined) {
    this.#program = program;
    this.#readers = new Answers<string, Readers>(tracker, asIs);
    this.#localReaders = new Answers<Name, Readers>(tracker, asIs);
    this.#names = new Answers<Node, ReadonlyMap<string, readonly Name[]>>(tracker, asIs);
    this.#uses = new Answers<Name, readonly Name[]>(tracker, asIs);
  }

  /** Names that read the variable which `expression` is assigned to, or which it is itself in `a, b = pair`. */
  of(expression: Expr): readonly Name[] {
    const statement = expression.parent;
    if (statement?.kind === 'tuple' || statement?.kind === 'list') return this.#readersOfPart(expression);
    return statement?.kind === 'assign'
      ? statement.targets.flatMap((target) => this.#readersOf(target, statement))
      : [];
  }

  /** Names that read a variable which is given one part of a value: `a` in `a, b = pair`. */
  #readersOfPart(target: Expr): readonly Name[] {
    const statement = target.parent?.parent;
    return statement?.kind === 'assign' && target.kind === 'name' && isStored(target)
      ? this.#readersOf(target, statement)
      : [];
  }

  #readersOf(target: Expr, statement: Assign): readonly Name[] {
    if (target.kind !== 'name') return [];
    return this.#uses.get(target, () => this.#readersLike(target).get(statement) ?? []);
  }

  #readersLike(target: Name): Readers {
    const { id } = target;
    if (!isLocal(target)) return this.#readers.get(id, () => readersAmong(this.#program.names(id)));
    const top = topOf(target);
    const names = this.#names.get(top, () => namesIn(top)).get(id) ?? [];
    return this.#localReaders.get(names[0] ?? target, () => readersAmong(names));
  }
}

/** A variable of a function, which is not that of the module by `global`. */
function isLocal(target: Name): boolean {
  const owner = enclosing(target, 'function', 'class');
  return owner?.kind === 'function' && owner.scope.bindings(target.id).every(({ kind }) => kind !== 'global');
}

function namesIn(top: Node): ReadonlyMap<string, readonly Name[]> {
  const names = new Map<string, Name[]>();
  for (const node of descend(top)) {
    if (node.kind !== 'name') continue;
    const list = names.get(node.id);
    if (list) list.push(node);
    else names.set(node.id, [node]);
  }
  return names;
}

function readersAmong(names: readonly Name[]): Readers {
  const readers = new Map<Node, Name[]>();
  for (const name of names) {
    if (isStored(name)) continue;
    for (const node of new Set(reachingBindings(name).map((one) => one.node))) {
      const list = readers.get(node);
      if (list) list.push(name);
      else readers.set(node, [name]);
    }
  }
  return readers;
}

/** True for a name that is given a value, alone or in an unpacked tuple. */
function isStored(name: Name): boolean {
  let at: Node = name;
  while (at.parent && (at.parent.kind === 'tuple' || at.parent.kind === 'list')) at = at.parent;
  const { parent } = at;
  if (parent?.kind === 'assign') return (parent.targets as readonly Node[]).includes(at);
  return (parent?.kind === 'for' || parent?.kind === 'walrus') && parent.target === at;
}
