/** Finds training that a program runs through functions of other files. */
import type { Call } from '../../syntax/ast';
import type { ConfigurationFile, Model } from '../model';
import { perModel } from '../per-model';
import { epochLoopAround, iterationsOf } from '../epoch-loops';
import type { Value } from '../values';
import { valueGiven } from './given';
import type { Imported, ImportedFunction, ImportedTraining } from './imported';

export interface ImportedCall {
  readonly call: Call;
  readonly thing: Imported;
}

/** Calls of functions, classes and methods that other files of the workspace define, in source order. */
export const importedCalls = perModel((model): readonly ImportedCall[] => {
  const { modules = [] } = model.document;
  if (modules.length === 0) return [];
  const defined = definedIn(modules);
  const aliases = new Set(model.program.imports.flatMap((one) => one.names.flatMap(({ alias }) => alias ?? [])));
  const found: ImportedCall[] = [];
  for (const name of model.program.calledNames()) {
    if (!defined.has(name) && !aliases.has(name)) continue;
    for (const call of model.program.calls(name)) {
      const thing = model.imported(call.func);
      if (thing) found.push({ call, thing });
    }
  }
  return found.sort((a, b) => a.call.start - b.call.start);
});

const DEFINITIONS = new WeakMap<ConfigurationFile, readonly string[]>();

/** Names that any of the files defines, found without parsing them; many documents import the same files. */
function definedIn(modules: readonly ConfigurationFile[]): ReadonlySet<string> {
  return new Set(modules.flatMap(definedBy));
}

function definedBy(file: ConfigurationFile): readonly string[] {
  let names = DEFINITIONS.get(file);
  if (!names) {
    const found = [...file.text.matchAll(/^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)/gm)];
    DEFINITIONS.set(file, (names = found.map((match) => match[1] ?? '')));
  }
  return names;
}

/** Whether any of the files holds what a pattern says; no function of theirs does what none of them can. */
export function anyModule({ document: { modules = [] } }: Model, pattern: RegExp): boolean {
  return modules.some(({ text }) => pattern.test(text));
}

const BACKWARD = /\b(?:(?:manual_)?backward|gradient)\s*\(/;

export function findImportedTraining(model: Model): readonly ImportedTraining[] {
  if (!anyModule(model, BACKWARD)) return [];
  return importedCalls(model).flatMap(({ call, thing }) => {
    if (thing.kind !== 'function' || thing.trains === null || model.isIgnored(call)) return [];
    const training = describe(model, call, thing);
    return training ? [training] : [];
  });
}

function describe(model: Model, call: Call, through: ImportedFunction): ImportedTraining | undefined {
  const framework = through.uses(/^GradientTape$/) ? 'tensorflow' : 'torch';
  if (through.trains === 'epochs')
    return { framework, epoch: null, call, epochs: ownEpochs(model, call, through), through };
  const epoch = epochLoopAround(model, call);
  if (!epoch) return undefined;
  return { framework, epoch, call, epochs: iterationsOf(model, epoch), through };
}

/** What the call passes for the epochs, else what the function has for them. */
function ownEpochs(model: Model, call: Call, through: ImportedFunction): Value {
  const from = through.epochsFrom;
  return (from && valueGiven(model, call, from)) ?? through.epochs;
}
