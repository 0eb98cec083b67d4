/** How often what a function is handed to runs it: searches run their objective once for each trial. */
import type { Call, Expr, FunctionDef } from '../syntax/ast';
import type { Model } from './model';
import { perModelAnd } from './per-model';
import { asIs } from './answers';
import { type Count, countFrom, known, product } from './search/count';
import { calleeName } from './traverse';
import { asNumber } from './values';

/** Where the number of trials stands: by name, and by place. */
const SEARCHES: Readonly<Record<string, readonly [name: string, place: number]>> = {
  optimize: ['n_trials', 1],
  fmin: ['max_evals', 3],
  agent: ['count', 3],
  // scikit-optimize 0.10, skopt/optimizer; optunity 1.1, api.py.
  gp_minimize: ['n_calls', 3],
  forest_minimize: ['n_calls', 3],
  gbrt_minimize: ['n_calls', 3],
  dummy_minimize: ['n_calls', 2],
  'optunity.maximize': ['num_evals', 1],
  'optunity.minimize': ['num_evals', 1],
  'optunity.maximize_structured': ['num_evals', 2],
  'optunity.minimize_structured': ['num_evals', 2],
};
/** Runs it for each element, or as a search that was set up elsewhere says. */
const REPEATS = /^(map|imap|imap_unordered|starmap|map_async|Tuner|with_resources|with_parameters|delayed|remote)$/;

/** Undefined for a function that is not handed to what runs it more often; null where that number cannot be read. */
export const trialsOf = perModelAnd((model: Model, owner: FunctionDef): Count | null | undefined => {
  const [first] = model.program
    .names(owner.name)
    .filter((use) => runnerOf(model, use) && isMeant(model, use, owner))
    .map((use) => trialsWith(model, use));
  return first && product(first, foldsOf(model, owner));
}, asIs);

/** `@optunity.cross_validated(x=rows, num_folds=3)` runs it once for each fold. */
function foldsOf(model: Model, { decorators }: FunctionDef): Count | null {
  const call = decorators.find((one): one is Call => one.kind === 'call' && calleeName(one) === 'cross_validated');
  if (!call) return known(1);
  return product(foldCount(model, call, 'num_folds', 10), foldCount(model, call, 'num_iter', 1));
}

function foldCount(model: Model, call: Call, name: string, otherwise: number): Count | null {
  return call.args.some((one) => one.name === name) ? givenAt(model, call, name) : known(otherwise);
}

/** The same for a function or a lambda at the place where it is handed on; once where that runs it as it is. */
export function trialsWith(model: Model, use: Expr): Count | null {
  const call = runnerOf(model, use);
  if (!call) return known(1);
  const [name, place] = searchOf(model, call) ?? [];
  return name === undefined || place === undefined ? null : givenAt(model, call, name, place);
}

/** The call that is given a function to run it several times. */
function runnerOf(model: Model, use: Expr): Call | undefined {
  const call = use.parent?.kind === 'argument' ? use.parent.parent : undefined;
  if (call?.kind !== 'call') return undefined;
  return searchOf(model, call) || REPEATS.test(calleeName(call)) || isTune(model, call) ? call : undefined;
}

/** By the name of the function, or by its full name where others are called so too. */
function searchOf(model: Model, call: Call): readonly [name: string, place: number] | undefined {
  const short = SEARCHES[calleeName(call)];
  if (short || !/^(max|min)imize/.test(calleeName(call))) return short;
  const [origin] = model.origins(call.func);
  return origin?.kind === 'external' ? SEARCHES[origin.name] : undefined;
}

const isMeant = (model: Model, use: Expr, owner: FunctionDef): boolean =>
  model.origins(use).some((one) => one.kind === 'function' && one.definition === owner);

const isTune = (model: Model, call: Call): boolean =>
  model.origins(call.func).some((one) => one.kind === 'external' && /^ray\.tune\./.test(one.name));

/** The number that a call gives by name, or at a place. */
export function givenAt(model: Model, call: Call, name: string, place = Infinity): Count | null {
  const plain = call.args.filter((one) => one.name === null && one.star === '');
  const given = call.args.find((one) => one.name === name) ?? plain[place];
  const value = given && model.value(given.value);
  return value ? countFrom(value, asNumber(value) ?? null) : null;
}
