/** Puts the fact providers of one program together into the model that rules ask. */
import type { Call, ClassDef, Expr, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { ancestors } from '../syntax/walk';
import { bindArguments } from './call-arguments';
import { callbacksOf } from './callbacks-of';
import { lastPart } from './canonical';
import { findDevice } from './device-of';
import { createEvaluator } from './evaluator';
import { findEvaluationPasses } from './evaluation-passes';
import { findTrainingLoops } from './training-loops';
import type { DocumentFacts, Model, ResolvedCall } from './model';
import { findConfiguration } from './configuration/find';
import { outsideValues } from './configuration/outside';
import { findVersion } from './configuration/versions';
import type { Imported } from './imports/imported';
import type { ImportLinks } from './imports/links';
import type { ModuleFile } from './imports/paths';
import { linksOf } from './imports/program-links';
import { findImportedTraining } from './imports/training';
import { WorkspaceModules } from './imports/workspace';
import { loopRole } from './loop-roles';
import { programTraits } from './torch/traits';
import { findPrecision } from './precision-of';
import { createResolver, type Resolver } from './resolver';
import { UseFinder } from './uses';
import { findWorkloads } from './workloads/find';

/** A model of one program. Facts are computed when first asked for and kept; make a new model after an edit. */
export function createModel(program: Program, document: DocumentFacts, workspace?: WorkspaceModules): Model {
  const links = linksOf(document.path, workspace);
  const resolver = createResolver(program, links);
  const evaluator = createEvaluator(
    program,
    resolver,
    outsideValues(document, () => model.configuration),
  );
  const calls = new CallFinder(program, resolver);
  const uses = new UseFinder(program);
  const model: Model = withFacts({
    program,
    document,
    origins: (expression) => resolver.origins(expression),
    value: (expression) => evaluator.value(expression),
    arguments: (call, parameters) => bindArguments(call, parameters, program, evaluator),
    callsOf: (...names) => calls.of(names),
    methodCalls: (method, ...classes) => calls.methods(method, classes),
    usesOf: (expression) => uses.of(expression),
    isSubclass: (definition, ...names) => isSubclass(definition, names, resolver),
    callersOf: (definition) => resolver.callersOf(definition),
    calleeOf: (call) => resolver.calleeOf(call),
    isIgnored: (node) => document.isTest || isTypeChecking(node),
    callbacks: (expression) => callbacksOf(expression, program, resolver),
    imported: (what) => importedBy(what, resolver, links),
    loopRole: (loop) => loopRole(model, loop),
    version: (...packages) => findVersion(document.surroundings, packages),
  });
  return model;
}

/** The files around programs, each with a model of its own; `parse` is asked once for each file that is needed. */
export function createWorkspace(files: readonly ModuleFile[], parse: (text: string) => Program): WorkspaceModules {
  return new WorkspaceModules(files, (file, workspace) => {
    const document: DocumentFacts = {
      path: file.path,
      kind: 'module',
      accelerator: null,
      isTest: false,
      surroundings: [],
      modules: files,
    };
    return createModel(parse(file.text), document, workspace);
  });
}

function importedBy(what: Expr | string, resolver: Resolver, links: ImportLinks): Imported | undefined {
  if (typeof what === 'string') return links.imported(what);
  for (const origin of resolver.origins(what)) {
    const name = origin.kind === 'external' ? origin.name : origin.kind === 'result' ? origin.of : undefined;
    const thing = name === undefined ? undefined : links.imported(name);
    if (thing) return thing;
  }
  return undefined;
}

/** What is computed from the whole program, by property. */
const FACTS = {
  trainingLoops: findTrainingLoops,
  evaluationPasses: findEvaluationPasses,
  device: findDevice,
  precision: findPrecision,
  importedTraining: findImportedTraining,
  traits: programTraits,
  configuration: findConfiguration,
  workloads: findWorkloads,
} satisfies { readonly [K in keyof Model]?: (model: Model) => Model[K] };

/** Each fact is a getter that its value replaces on first use. */
function withFacts(lookups: Omit<Model, keyof typeof FACTS>): Model {
  const model = lookups as Model;
  for (const [key, compute] of Object.entries<(model: Model) => unknown>(FACTS)) {
    const get = (): unknown => {
      const value = compute(model);
      Object.defineProperty(model, key, { value, configurable: true, enumerable: true });
      return value;
    };
    Object.defineProperty(model, key, { get, configurable: true, enumerable: true });
  }
  return model;
}

class CallFinder {
  readonly #program: Program;
  readonly #resolver: Resolver;
  readonly #aliases: ReadonlyMap<string, readonly string[]>;

  constructor(program: Program, resolver: Resolver) {
    this.#program = program;
    this.#resolver = resolver;
    this.#aliases = aliasesOf(program);
  }

  of(names: readonly string[]): readonly ResolvedCall[] {
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
      for (const written of [name, ...(this.#aliases.get(name) ?? [])]) {
        for (const call of this.#program.calls(written)) found.add(call);
      }
    }
    for (const definition of this.#program.classes) {
      if (definition.bases.length === 0) continue;
      const external = this.#resolver.basesOf(definition).external;
      if (external.some((base) => names.includes(base)))
        for (const call of this.#program.calls(definition.name)) found.add(call);
    }
    return found;
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

  methods(method: string, classes: readonly string[]): readonly Call[] {
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
