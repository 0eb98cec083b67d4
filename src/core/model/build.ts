/** Puts the fact providers of one program together into the model that rules ask. */
import type { ClassDef, Expr, Loop, Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Tracker } from '../syntax/tracker';
import { ancestors } from '../syntax/walk';
import { Answers, moved } from './answers';
import { bindArguments } from './call-arguments';
import { callbacksOf } from './callbacks-of';
import { CallFinder } from './call-finder';
import { isDead } from './dead-branches';
import { findDevice } from './device-of';
import { createEvaluator } from './evaluator';
import { findEvaluationPasses } from './evaluation-passes';
import { findTrainingLoops } from './training-loops';
import type { DocumentFacts, Model } from './model';
import { findConfiguration } from './configuration/find';
import { outsideValues } from './configuration/outside';
import type { Imported } from './imports/imported';
import type { ImportLinks } from './imports/links';
import type { ModuleFile } from './imports/paths';
import { rememberPlaces } from './imports/places';
import { linksOf } from './imports/program-links';
import { findImportedTraining } from './imports/training';
import { WorkspaceModules } from './imports/workspace';
import { loopRole } from './loop-roles';
import { programTraits } from './torch/traits';
import { versionOf } from './outputs/versions';
import { rememberTracker } from './per-model';
import { findPrecision } from './precision-of';
import { createResolver, type Resolver } from './resolver';
import { UseFinder } from './uses';
import type { ObjectEvaluator } from './value-algebra';
import type { Workload } from './workload';
import { movedWorkloads } from './workloads/move';
import { findWorkloads } from './workloads/find';
import { withObserved } from './workloads/observed';

/** What a model may lean on besides its own program. */
export interface Around {
  readonly tracker?: Tracker | undefined;
  /** The files of the workspace that the program imports. */
  readonly workspace?: WorkspaceModules | undefined;
}

/**
 * A model of one program. Facts are computed when first asked for and kept; make a new model after an edit, unless `tracker`
 * is that of the program, so that the model can tell which facts still hold.
 */
export function createModel(program: Program, document: DocumentFacts, around: Around = {}): Model {
  const { tracker, workspace } = around;
  const links = linksOf(document.path, workspace);
  const resolver = createResolver(program, { links, tracker });
  const outside = outsideValues(document, () => model.configuration);
  const evaluator = createEvaluator(program, resolver, { outside, tracker });
  const calls = new CallFinder(program, resolver, tracker);
  const uses = new UseFinder(program, tracker);
  const lookups = {
    program,
    document,
    ...lookUps(program, resolver, evaluator),
    callsOf: (...names: readonly string[]) => calls.of(names),
    methodCalls: (method: string, ...classes: readonly string[]) => calls.methods(method, classes),
    subclassesOf: (...names: readonly string[]) => calls.classes(names),
    usesOf: (expression: Expr) => uses.of(expression),
    isIgnored: (node: Node) => document.isTest || isTypeChecking(node) || isDead({ program }, node),
    imported: (what: Expr | string) => importedBy(what, resolver, links),
    loopRole: (loop: Loop) => loopRole(model, loop),
    version: (...packages: readonly string[]) => versionOf(model, packages),
  };
  const model: Model = withFacts(lookups, tracker);
  rememberTracker(model, tracker);
  rememberPlaces(model, (dotted) => links.place(dotted));
  return model;
}

type LookUps = Pick<
  Model,
  'origins' | 'value' | 'member' | 'arguments' | 'isSubclass' | 'callersOf' | 'calleeOf' | 'callbacks'
>;

function lookUps(program: Program, resolver: Resolver, evaluator: ObjectEvaluator): LookUps {
  return {
    origins: (expression) => resolver.origins(expression),
    value: (expression) => evaluator.value(expression),
    member: (member) => evaluator.member(member),
    arguments: (call, parameters) => bindArguments(call, parameters, evaluator),
    isSubclass: (definition, ...names) => isSubclass(definition, names, resolver),
    callersOf: (definition) => resolver.callersOf(definition),
    calleeOf: (call) => resolver.calleeOf(call),
    callbacks: (expression) => callbacksOf(expression, program, resolver),
  };
}

/** The files around programs, each with a model of its own; `parse` is asked once for each file that is needed. */
export function createWorkspace(
  files: readonly ModuleFile[],
  parse: (text: string, path: string) => Program,
): WorkspaceModules {
  return new WorkspaceModules(files, (file, workspace) => {
    const document: DocumentFacts = {
      path: file.path,
      kind: 'module',
      accelerator: null,
      isTest: false,
      surroundings: [],
      modules: files,
    };
    return createModel(parse(file.text, file.path), document, { workspace });
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
} satisfies { readonly [K in keyof Model]?: (model: Model) => Model[K] };

/** Each fact is found when it is first asked for, and kept. */
function withFacts(lookups: Omit<Model, keyof typeof FACTS | 'workloads'>, tracker: Tracker | undefined): Model {
  const model = lookups as Model;
  const facts = new Answers<string, unknown>(tracker, moved);
  const written = new Answers<null, readonly Workload[]>(tracker, movedWorkloads);
  const workloads = new Answers<null, readonly Workload[]>(tracker, movedWorkloads);
  const define = (key: keyof Model, get: () => unknown): void =>
    void Object.defineProperty(model, key, { get, configurable: true, enumerable: true });
  for (const [key, compute] of Object.entries<(model: Model) => unknown>(FACTS))
    define(key as keyof typeof FACTS, () => facts.get(key, () => compute(model)));
  const found = (): readonly Workload[] => written.get(null, () => findWorkloads(model));
  // What the cells printed is joined apart: where they are changes with every edit, and looking there is quick.
  define('workloads', () => workloads.get(null, () => withObserved(model, found())));
  return model;
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
