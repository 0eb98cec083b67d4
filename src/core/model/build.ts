/** Puts the fact providers of one program together into the model that rules ask. */
import type { Call, ClassDef, Expr, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Tracker } from '../syntax/tracker';
import { ancestors } from '../syntax/walk';
import { Answers, asIs, moved } from './answers';
import { bindArguments } from './call-arguments';
import { callbacksOf } from './callbacks-of';
import { lastPart } from './canonical';
import { findDevice } from './device-of';
import { createEvaluator } from './evaluator';
import { findEvaluationPasses } from './evaluation-passes';
import { findTrainingLoops } from './training-loops';
import type { DocumentFacts, Model, ResolvedCall } from './model';
import { rememberTracker } from './per-model';
import { findPrecision } from './precision-of';
import { createResolver, type Resolver } from './resolver';
import { UseFinder } from './uses';
import type { Workload } from './workload';
import { movedWorkloads } from './workloads/move';
import { findWorkloads } from './workloads/find';

/**
 * A model of one program. Facts are computed when first asked for and kept; make a new model after an edit, unless `tracker`
 * is that of the program, so that the model can tell which facts still hold.
 */
export function createModel(program: Program, document: DocumentFacts, tracker?: Tracker): Model {
  const resolver = createResolver(program, tracker);
  const evaluator = createEvaluator(program, resolver, tracker);
  const calls = new CallFinder(program, resolver, tracker);
  const uses = new UseFinder(program, tracker);
  const facts = new Answers<string, unknown>(tracker, moved);
  const workloads = new Answers<null, readonly Workload[]>(tracker, movedWorkloads);
  const once = <T>(name: keyof Model, compute: () => T): T => facts.get(name, compute) as T;
  const model: Model = {
    program,
    document,
    origins: (expression) => resolver.origins(expression),
    value: (expression) => evaluator.value(expression),
    arguments: (call, parameters) => bindArguments(call, parameters, evaluator),
    callsOf: (...names) => calls.of(names),
    methodCalls: (method, ...classes) => calls.methods(method, classes),
    usesOf: (expression) => uses.of(expression),
    isSubclass: (definition, ...names) => isSubclass(definition, names, resolver),
    callersOf: (definition) => resolver.callersOf(definition),
    calleeOf: (call) => resolver.calleeOf(call),
    isIgnored: (node) => document.isTest || isTypeChecking(node),
    callbacks: (expression) => callbacksOf(expression, program, resolver),
    get trainingLoops() {
      return once('trainingLoops', () => findTrainingLoops(model));
    },
    get evaluationPasses() {
      return once('evaluationPasses', () => findEvaluationPasses(model));
    },
    get device() {
      return once('device', () => findDevice(model));
    },
    get precision() {
      return once('precision', () => findPrecision(model));
    },
    get workloads() {
      return workloads.get(null, () => findWorkloads(model));
    },
  };
  rememberTracker(model, tracker);
  return model;
}

class CallFinder {
  readonly #program: Program;
  readonly #resolver: Resolver;
  readonly #allAliases: Answers<null, ReadonlyMap<string, readonly string[]>>;
  readonly #aliases: Answers<string, readonly string[]>;
  readonly #allDerived: Answers<null, ReadonlyMap<string, readonly ClassDef[]>>;
  readonly #derived: Answers<string, readonly ClassDef[]>;
  readonly #calls: Answers<string, readonly ResolvedCall[]>;
  readonly #methods: Answers<string, readonly Call[]>;

  constructor(program: Program, resolver: Resolver, tracker: Tracker | undefined) {
    this.#program = program;
    this.#resolver = resolver;
    this.#allAliases = new Answers<null, ReadonlyMap<string, readonly string[]>>(tracker, asIs);
    this.#aliases = new Answers<string, readonly string[]>(tracker, asIs);
    this.#allDerived = new Answers<null, ReadonlyMap<string, readonly ClassDef[]>>(tracker, asIs);
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
    return this.#derived.get(name, () => all().get(name) ?? []);
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
  for (const name of program.module.scope.names()) {
    for (const binding of program.module.scope.bindings(name)) {
      for (const value of binding.kind === 'assign' && binding.value ? heads(binding.value) : [])
        if (value !== name) add(value, name);
    }
  }
  return aliases;
}

/** The names that an alias assignment can stand for: `A = b.C`, `A = B if x else C`. */
function heads(value: Expr): readonly string[] {
  if (value.kind === 'name') return [value.id];
  if (value.kind === 'attribute') return [value.attr];
  return value.kind === 'conditional' ? [...heads(value.then), ...heads(value.otherwise)] : [];
}

function isSubclass(definition: ClassDef, names: readonly string[], resolver: Resolver): boolean {
  return resolver.basesOf(definition).external.some((base) => names.includes(base));
}

function isTypeChecking(node: Node): boolean {
  for (const at of ancestors(node)) {
    if (at.kind !== 'if') continue;
    const test = at.test;
    const id = test.kind === 'name' ? test.id : test.kind === 'attribute' ? test.attr : '';
    if (id === 'TYPE_CHECKING') return true;
  }
  return false;
}
