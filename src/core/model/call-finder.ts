/** Finds the calls of library functions and of methods on their objects, whatever names the program gives them. */
import type { Call, ClassDef, Expr } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Tracker } from '../syntax/tracker';
import { Answers, asIs } from './answers';
import { lastPart } from './canonical';
import type { ResolvedCall } from './model';
import type { Resolver } from './resolver';

export class CallFinder {
  readonly #program: Program;
  readonly #resolver: Resolver;
  readonly #allAliases: Answers<null, ReadonlyMap<string, readonly string[]>>;
  readonly #aliases: Answers<string, readonly string[]>;
  readonly #allDerived: Answers<null, ReadonlyMap<string, readonly ClassDef[]>>;
  readonly #bases: Answers<null, ReadonlySet<string>>;
  readonly #derived: Answers<string, readonly ClassDef[]>;
  readonly #calls: Answers<string, readonly ResolvedCall[]>;
  readonly #methods: Answers<string, readonly Call[]>;

  constructor(program: Program, resolver: Resolver, tracker: Tracker | undefined) {
    this.#program = program;
    this.#resolver = resolver;
    this.#allAliases = new Answers<null, ReadonlyMap<string, readonly string[]>>(tracker, asIs);
    this.#aliases = new Answers<string, readonly string[]>(tracker, asIs);
    this.#allDerived = new Answers<null, ReadonlyMap<string, readonly ClassDef[]>>(tracker, asIs);
    this.#bases = new Answers<null, ReadonlySet<string>>(tracker, asIs);
    this.#derived = new Answers<string, readonly ClassDef[]>(tracker, asIs);
    this.#calls = new Answers<string, readonly ResolvedCall[]>(tracker, asIs);
    this.#methods = new Answers<string, readonly Call[]>(tracker, asIs);
  }

  of(names: readonly string[]): readonly ResolvedCall[] {
    return this.#calls.get(names.join(' '), () => this.#find(names));
  }

  methods(method: string, classes: readonly string[]): readonly Call[] {
    return this.#methods.get([method, ...classes].join(' '), () => this.#findMethods(method, classes));
  }

  /** Local classes that derive from one of the external ones, in source order. */
  classes(names: readonly string[]): readonly ClassDef[] {
    return [...new Set(names.flatMap((name) => this.#derivedFrom(name)))].sort((a, b) => a.start - b.start);
  }

  #find(names: readonly string[]): readonly ResolvedCall[] {
    const wanted = new Set(names);
    const found: ResolvedCall[] = [];
    for (const call of this.#candidates(names)) {
      const match = this.#match(call, wanted);
      if (match) found.push(match);
    }
    return found.sort((a, b) => a.call.start - b.call.start);
  }

  #candidates(names: readonly string[]): ReadonlySet<Call> {
    const found = new Set<Call>();
    for (const name of new Set(names.map(lastPart))) {
      for (const written of [name, ...this.#aliasesOf(name)]) {
        for (const call of this.#program.calls(written)) found.add(call);
      }
    }
    for (const definition of names.flatMap((name) => this.#derivedFrom(name)))
      for (const call of this.#program.calls(definition.name)) found.add(call);
    return found;
  }

  #aliasesOf(name: string): readonly string[] {
    const all = (): ReadonlyMap<string, readonly string[]> =>
      this.#allAliases.get(null, () => aliasesOf(this.#program));
    return this.#aliases.get(name, () => all().get(name) ?? []);
  }

  /** Local classes that derive from an external one. */
  #derivedFrom(name: string): readonly ClassDef[] {
    const all = (): ReadonlyMap<string, readonly ClassDef[]> => this.#allDerived.get(null, () => this.#classes());
    // Asked before, because the names of the external classes change less often than the classes that derive from them.
    const isBase = (): boolean => this.#bases.get(null, () => new Set(all().keys())).has(name);
    return this.#derived.get(name, () => (isBase() ? (all().get(name) ?? []) : []));
  }

  #classes(): ReadonlyMap<string, readonly ClassDef[]> {
    const derived = new Map<string, ClassDef[]>();
    for (const definition of this.#program.classes) {
      if (definition.bases.length === 0) continue;
      for (const base of this.#resolver.basesOf(definition).external) {
        const list = derived.get(base);
        if (list) list.push(definition);
        else derived.set(base, [definition]);
      }
    }
    return derived;
  }

  #match(call: Call, wanted: ReadonlySet<string>): ResolvedCall | undefined {
    const origins = this.#resolver.origins(call.func);
    for (const origin of origins) {
      if (origin.kind === 'external' && wanted.has(origin.name)) {
        const sure = origin.may !== true && origins.every((one) => one.kind === 'external' && wanted.has(one.name));
        return { call, name: origin.name, certainty: sure ? 'is' : 'may', through: null };
      }
      const base =
        origin.kind === 'class'
          ? this.#resolver.basesOf(origin.definition).external.find((one) => wanted.has(one))
          : undefined;
      if (origin.kind === 'class' && base) return { call, name: base, certainty: 'is', through: origin.definition };
    }
    return undefined;
  }

  #findMethods(method: string, classes: readonly string[]): readonly Call[] {
    const wanted = new Set(classes);
    return this.#program.calls(method).filter((call) => {
      if (call.func.kind !== 'attribute') return false;
      return this.#resolver.origins(call.func.value).some((origin) => {
        if (origin.kind === 'result') return wanted.has(origin.of);
        return (
          origin.kind === 'instance' && this.#resolver.basesOf(origin.of).external.some((base) => wanted.has(base))
        );
      });
    });
  }
}

/** Other names under which something may be called here: import aliases and `Alias = module.Thing`. */
function aliasesOf(program: Program): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, string[]>();
  const add = (name: string, alias: string): void => void aliases.set(name, [...(aliases.get(name) ?? []), alias]);
  for (const node of program.imports) {
    for (const one of node.names) if (one.alias && one.alias !== lastPart(one.name)) add(lastPart(one.name), one.alias);
  }
  for (const { name, value } of program.module.scope.assignments()) {
    for (const head of value ? heads(value) : []) if (head !== name) add(head, name);
  }
  return aliases;
}

/** The names that an alias assignment can stand for: `A = b.C`, `A = B if x else C`. */
function heads(value: Expr): readonly string[] {
  if (value.kind === 'name') return [value.id];
  if (value.kind === 'attribute') return [value.attr];
  return value.kind === 'conditional' ? [...heads(value.then), ...heads(value.otherwise)] : [];
}
