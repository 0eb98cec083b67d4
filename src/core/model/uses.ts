/** Finds the names that read a variable, from the assignment that gives it its value. */
import type { Assign, Expr, Name, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Tracker } from '../syntax/tracker';
import { Answers, asIs } from './answers';
import { reachingBindings } from './lookup';

export class UseFinder {
  readonly #program: Program;
  /** By variable, then by the statement that may have given the value. */
  readonly #readers: Answers<string, ReadonlyMap<Node, readonly Name[]>>;

  /** By target. */
  readonly #uses: Answers<Name, readonly Name[]>;

  constructor(program: Program, tracker: Tracker | undefined) {
    this.#program = program;
    this.#readers = new Answers<string, ReadonlyMap<Node, readonly Name[]>>(tracker, asIs);
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
    const index = (): ReadonlyMap<Node, readonly Name[]> => this.#readers.get(target.id, () => this.#index(target.id));
    return this.#uses.get(target, () => index().get(statement) ?? []);
  }

  #index(id: string): ReadonlyMap<Node, readonly Name[]> {
    const index = new Map<Node, Name[]>();
    for (const name of this.#program.names(id)) {
      if (isStored(name)) continue;
      for (const node of new Set(reachingBindings(name).map((one) => one.node))) {
        const list = index.get(node);
        if (list) list.push(name);
        else index.set(node, [name]);
      }
    }
    return index;
  }
}

/** True for a name that is given a value, alone or in an unpacked tuple. */
function isStored(name: Name): boolean {
  let at: Node = name;
  while (at.parent && (at.parent.kind === 'tuple' || at.parent.kind === 'list')) at = at.parent;
  const { parent } = at;
  if (parent?.kind === 'assign') return (parent.targets as readonly Node[]).includes(at);
  return (parent?.kind === 'for' || parent?.kind === 'walrus') && parent.target === at;
}
