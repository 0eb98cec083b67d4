/** Finds what trains with xgboost, lightgbm and catboost: rounds, early stopping and evaluation data of each run. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { type Count, countFrom, known } from '../search/count';
import { methodCallsOn } from '../traverse';
import { asString, isNone, leastNumber } from '../values';
import { type Evaluation, evaluationOf } from './evaluation';
import { LIBRARIES, LIBRARY_NAMES, type BoostingLibrary, type LibraryFacts } from './libraries';
import { parametersOf, type Parameters } from './parameters';
import { stoppingOf, type Stopping } from './stopping';

/** `fit` of an estimator, or the training function itself. */
export interface BoostingFit {
  readonly call: Call;
  readonly given: Arguments;
  readonly evaluation: Evaluation;
}

export interface BoostingRun {
  readonly library: BoostingLibrary;
  readonly facts: LibraryFacts;
  readonly form: 'estimator' | 'train' | 'cv';
  /** The constructor, or the training function. */
  readonly call: Call;
  /** Arguments of `call`. */
  readonly given: Arguments;
  readonly certainty: 'is' | 'may';
  readonly fits: readonly BoostingFit[];
  /** Null when they cannot be read. */
  readonly rounds: Count | null;
  /** Where they are written; null when nothing in the source sets them. */
  readonly roundsGiven: Expr | null;
  /** Nothing in the source sets the rounds, or may. */
  readonly isDefault: boolean;
  /** The rounds of the library where none are set. */
  readonly standardRounds: number;
  /** Arguments and the entries of `params`. */
  readonly parameters: Parameters;
  readonly stopping: Stopping;
  /** `dart`, `gblinear`, `rf`; null when it is not given or cannot be read. */
  readonly booster: string | null;
}

/** Every boosting run in source order, those of subclasses left out. */
export const boostingRuns = perModel((model): readonly BoostingRun[] =>
  LIBRARY_NAMES.flatMap((library) => [...estimatorRuns(model, library), ...functionRuns(model, library)]).sort(
    (a, b) => a.call.start - b.call.start,
  ),
);

function estimatorRuns(model: Model, library: BoostingLibrary): BoostingRun[] {
  const facts = LIBRARIES[library];
  const names = Object.keys(facts.estimators).map((name) => `${library}.${name}`);
  return model.callsOf(...names).flatMap(({ call, name, certainty, through }): BoostingRun[] => {
    if (through || model.isIgnored(call)) return [];
    const given = model.arguments(call, facts.estimators[lastPart(name)] ?? []);
    const fits = methodCallsOn(model, call, 'fit').map((fit): BoostingFit => {
      const passed = model.arguments(fit, ['X', 'y']);
      return { call: fit, given: passed, evaluation: evaluationOf(model, passed, facts.evaluation.fit) };
    });
    const parameters = parametersOf(model, given);
    const run = { library, facts, form: 'estimator', call, given, certainty, fits } as const;
    return [{ ...run, ...settings(model, run, parameters, facts.defaults.estimator) }];
  });
}

function functionRuns(model: Model, library: BoostingLibrary): BoostingRun[] {
  const facts = LIBRARIES[library];
  return (['train', 'cv'] as const).flatMap((form) =>
    model.callsOf(`${library}.${form}`).flatMap(({ call, certainty }): BoostingRun[] => {
      if (model.isIgnored(call)) return [];
      const given = model.arguments(call, facts.functions[form]);
      const evaluation = form === 'cv' ? 'held out' : evaluationOf(model, given, [facts.evaluation.train]);
      const run = { library, facts, form, call, given, certainty, fits: [{ call, given, evaluation }] } as const;
      return [{ ...run, ...settings(model, run, parametersOf(model, given), facts.defaults.function) }];
    }),
  );
}

type Settings = Pick<
  BoostingRun,
  'rounds' | 'roundsGiven' | 'isDefault' | 'standardRounds' | 'parameters' | 'stopping' | 'booster'
>;
type Unset = Omit<BoostingRun, keyof Settings>;

function settings(model: Model, run: Unset, parameters: Parameters, standardRounds: number): Settings {
  const written = roundsExpression(run, parameters);
  const isDefault = written === undefined && parameters.complete && run.given.complete;
  const value = written && model.value(written);
  const stated = value ? countFrom(value, leastNumber(value) ?? null) : null;
  const booster = run.facts.booster.map((key) => parameters.get(key)).find((one) => one !== undefined);
  return {
    rounds: isDefault || (value && isNone(value)) ? known(standardRounds) : stated,
    roundsGiven: written ?? null,
    isDefault,
    standardRounds,
    parameters,
    stopping: stoppingOf(model, run, parameters),
    booster: (booster && asString(model.value(booster))) ?? null,
  };
}

/** In `params` they win over the argument, where the library reads them there. */
function roundsExpression({ facts, form, given }: Unset, parameters: Parameters): Expr | undefined {
  if (form === 'estimator') return first(facts.rounds, (key) => parameters.get(key));
  const inside = facts.roundsInParams ? first(facts.rounds, (key) => parameters.inDictionary(key)) : undefined;
  return inside ?? first(facts.rounds, (key) => given.get(key)?.value);
}

function first<T>(keys: readonly string[], look: (key: string) => T | undefined): T | undefined {
  for (const key of keys) {
    const found = look(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
