/** What local classes derive from and what they bind, followed up their bases. */
import type { Binding, ClassDef, Expr, FunctionDef } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { Memo, type Recursion } from './memo';
import type { Origin } from './origins';

export interface Bases {
  readonly local: readonly ClassDef[];
  readonly external: readonly string[];
}

/** What names stand for; `links` say what an external class of the workspace derives from. */
interface Names {
  origins(expression: Expr): readonly Origin[];
  readonly links?: { basesOf(name: string): readonly string[] };
}

export class ClassMembers {
  readonly #program: Pick<Program, 'classes'>;
  readonly #names: Names;
  readonly #bases: Memo<ClassDef, Bases>;

  constructor(program: Pick<Program, 'classes'>, names: Names, recursion: Recursion) {
    this.#program = program;
    this.#names = names;
    this.#bases = new Memo<ClassDef, Bases>(recursion, { local: [], external: [] });
  }

  /** The class that a local class derives from and all above it, local ones by definition, external ones by name. */
  basesOf(definition: ClassDef): Bases {
    return this.#bases.get(definition, () => this.#findBases(definition));
  }

  #findBases(definition: ClassDef): Bases {
    const local: ClassDef[] = [];
    const external: string[] = [];
    for (const base of definition.bases) {
      if (base.name !== null || base.star !== '') continue;
      for (const origin of this.#names.origins(base.value)) {
        if (origin.kind === 'external') external.push(origin.name, ...(this.#names.links?.basesOf(origin.name) ?? []));
        if (origin.kind !== 'class' || origin.definition === definition) continue;
        const above = this.basesOf(origin.definition);
        local.push(origin.definition, ...above.local);
        external.push(...above.external);
      }
    }
    return { local, external };
  }

  /** What a class and its local bases bind under a name, as `self.name` or in the class body; else what classes below set. */
  memberBindings(definition: ClassDef, name: string): readonly Binding[] {
    for (const owner of [definition, ...this.basesOf(definition).local]) {
      const found = [...(owner.selfBindings.get(name) ?? []), ...owner.scope.bindings(name)];
      if (found.length > 0) return found;
    }
    // Which of several methods below is called cannot be told.
    return this.#program.classes.flatMap((one) => {
      const set = one.bases.length > 0 ? (one.selfBindings.get(name) ?? []) : [];
      return set.length > 0 && this.basesOf(one).local.includes(definition) ? set : [];
    });
  }

  method(definition: ClassDef, name: string): FunctionDef | undefined {
    const found = this.memberBindings(definition, name).find((one) => one.node.kind === 'function');
    return found?.node.kind === 'function' ? found.node : undefined;
  }
}
