/** Searches of KerasTuner that train every trial to the end, with the budget that the code says. */
import type { Call } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { asNumber, asString, isNone, type Value } from '../values';

export type TunerKind = 'GridSearch' | 'RandomSearch' | 'BayesianOptimization';

export interface TunerSearch {
  readonly kind: TunerKind;
  /** The module that its class is imported from. */
  readonly module: string;
  readonly tuner: Call;
  readonly given: Arguments;
  readonly search: Call;
  readonly searched: Arguments;
  /** Null for a grid of which nothing says how many combinations it has. */
  readonly trials: number | null;
  readonly executions: number;
  readonly epochs: number;
  /** Where a number is only a default that somebody may override. */
  readonly via: string | null;
  /** Whether trials are ended by a callback; undefined where the callbacks cannot be seen. */
  readonly stops: boolean | undefined;
}

const KINDS: readonly TunerKind[] = ['GridSearch', 'RandomSearch', 'BayesianOptimization'];
const MODULES = ['keras_tuner', 'keras_tuner.tuners', 'kerastuner', 'kerastuner.tuners'];
/** keras_tuner 1.4.8, `tuners/randomsearch.py`, `bayesian.py`, `gridsearch.py`. */
const PARAMETERS = ['hypermodel', 'objective', 'max_trials'];
const DEFAULT_TRIALS = 10;

export function* tunerSearches(model: Model): Generator<TunerSearch> {
  for (const kind of KINDS)
    for (const module of MODULES) {
      const name = `${module}.${kind}`;
      for (const search of model.methodCalls('search', name)) {
        const found = searchOf(model, search, { kind, module });
        if (found && !model.isIgnored(search)) yield found;
      }
    }
}

function searchOf(
  model: Model,
  search: Call,
  { kind, module }: Pick<TunerSearch, 'kind' | 'module'>,
): TunerSearch | undefined {
  const [only, ...others] = search.func.kind === 'attribute' ? model.origins(search.func.value) : [];
  if (only?.kind !== 'result' || only.of !== `${module}.${kind}` || others.length > 0) return undefined;
  const tuner = only.call;
  const given = model.arguments(tuner, PARAMETERS);
  // What `search` gets goes to `fit`.
  const searched = model.arguments(search, ['x', 'y', 'batch_size', 'epochs', 'verbose', 'callbacks']);
  if (!given.complete || !searched.complete) return undefined;
  const valueOf = (from: Arguments, name: string): Value | undefined => {
    const bound = from.get(name);
    return bound && model.value(bound.value);
  };
  const [trials, executions, epochs] = [
    valueOf(given, 'max_trials'),
    valueOf(given, 'executions_per_trial'),
    valueOf(searched, 'epochs'),
  ];
  const counts = [
    numberOr(trials, kind === 'GridSearch' ? null : DEFAULT_TRIALS),
    numberOr(executions, 1),
    numberOr(epochs, 1),
  ];
  const [count, runs, length] = counts;
  if (count === undefined || runs === undefined || runs === null || length === undefined || length === null)
    return undefined;
  const combinations = kind === 'GridSearch' ? combinationsOf(model, given) : undefined;
  return {
    kind,
    module,
    tuner,
    given,
    search,
    searched,
    trials: least(count, combinations),
    executions: runs,
    epochs: length,
    via: [trials, epochs].find((one) => one?.certainty === 'default')?.via ?? null,
    stops: fitsItself(model, given) ? undefined : stopsIn(model, searched),
  };
}

/** Undefined where the value is there and is no number. */
function numberOr(value: Value | undefined, fallback: number | null): number | null | undefined {
  return !value || isNone(value) ? fallback : asNumber(value);
}

function least(limit: number | null, combinations: number | undefined): number | null {
  if (limit === null || combinations === undefined) return limit ?? combinations ?? null;
  return Math.min(limit, combinations);
}

function stopsIn(model: Model, searched: Arguments): boolean | undefined {
  const bound = searched.get('callbacks');
  if (!bound) return false;
  const { stops, complete } = model.callbacks(bound.value);
  return stops || (complete ? false : undefined);
}

/** `class Tuned(keras_tuner.HyperModel)` with a `fit` of its own, which may stop as it likes. */
function fitsItself(model: Model, given: Arguments): boolean {
  const built = given.get('hypermodel')?.value;
  return (built ? model.origins(built) : []).some(
    (one) =>
      (one.kind === 'instance' || one.kind === 'result') &&
      (one.kind === 'result' || one.of.scope.bindings('fit').length > 0),
  );
}

/** Combinations that the function which builds the network can make; undefined where one of its choices cannot be counted. */
function combinationsOf(model: Model, given: Arguments): number | undefined {
  const build = given.get('hypermodel')?.value;
  const [only, ...others] = build ? model.origins(build) : [];
  if (only?.kind !== 'function' || others.length > 0) return undefined;
  const [hp] = only.definition.params;
  const choices = new Map<string, number | undefined>();
  for (const node of descend(only.definition)) {
    if (node.kind !== 'call' || node.func.kind !== 'attribute') continue;
    const { value } = node.func;
    // What is handed on may make choices of its own.
    if (node.args.some((one) => one.value.kind === 'name' && one.value.id === hp?.name)) return undefined;
    if (value.kind !== 'name' || value.id !== hp?.name) continue;
    const name = node.args[0] && asString(model.value(node.args[0].value));
    choices.set(name ?? `${node.start}`, name === undefined ? undefined : choicesOf(model, node));
  }
  const counts = [...choices.values()];
  return counts.length === 0 || counts.includes(undefined)
    ? undefined
    : counts.reduce<number>((all, one) => all * (one ?? 1), 1);
}

function choicesOf(model: Model, call: Call): number | undefined {
  const kind = calleeName(call);
  if (kind === 'Boolean') return 2;
  if (kind === 'Fixed') return 1;
  if (kind === 'Choice') {
    const values = model.arguments(call, ['name', 'values']).get('values');
    const [only] = values ? model.value(values.value).alternatives : [];
    return only?.type === 'sequence' ? (only.length ?? undefined) : undefined;
  }
  if (kind !== 'Int') return undefined;
  const given = model.arguments(call, ['name', 'min_value', 'max_value', 'step']);
  const [from, to, step = 1] = ['min_value', 'max_value', 'step'].map((name) => {
    const bound = given.get(name);
    return bound && asNumber(model.value(bound.value));
  });
  return from === undefined || to === undefined || given.has('sampling')
    ? undefined
    : Math.floor((to - from) / step) + 1;
}
