/** Finds the names that read a variable, from the assignment that gives it its value. */
import type { Assign, Expr, Name, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { reachingBindings } from './lookup';

export class UseFinder {
  readonly #program: Program;
  /** By variable, then by the statement that may have given the value. */
  readonly #readers = new Map<string, Map<Node, Name[]>>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** Names that read the variable which `expression` is assigned to. */
  of(expression: Expr): readonly Name[] {
    const statement = expression.parent;
    return statement?.kind === 'assign'
      ? statement.targets.flatMap((target) => this.#readersOf(target, statement))
      : [];
  }

  #readersOf(target: Expr, statement: Assign): readonly Name[] {
    if (target.kind !== 'name') return [];
    return this.#index(target.id).get(statement) ?? [];
  }

  #index(id: string): Map<Node, Name[]> {
    const known = this.#readers.get(id);
    if (known) return known;
    const index = new Map<Node, Name[]>();
    for (const name of this.#program.names(id)) {
      if (isStored(name)) continue;
      for (const node of new Set(reachingBindings(name).map((one) => one.node))) {
        const list = index.get(node);
        if (list) list.push(name);
        else index.set(node, [name]);
      }
    }
    this.#readers.set(id, index);
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
