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
    const readers = this.#index(target.id).get(statement) ?? [];
    return readers.filter((name) => name !== target);
  }

  #index(id: string): Map<Node, Name[]> {
    const known = this.#readers.get(id);
    if (known) return known;
    const index = new Map<Node, Name[]>();
    for (const name of this.#program.names(id)) {
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
