/** Whether a boosting run may end before its last round. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { asNumber, isNone } from '../values';
import { methodCallsOn } from '../traverse';
import type { LibraryFacts } from './libraries';
import type { Parameters } from './parameters';

/** `set`: something stops it, or callbacks do that cannot be followed. `unknown`: parameters that cannot be read may. */
export type Stopping = 'set' | 'unknown' | 'none';

interface Run {
  readonly facts: LibraryFacts;
  readonly form: 'estimator' | 'train' | 'cv';
  readonly call: Call;
  readonly given: Arguments;
  readonly fits: readonly { readonly given: Arguments }[];
}

export function stoppingOf(model: Model, run: Run, parameters: Parameters): Stopping {
  const { facts, form, given, fits } = run;
  const stated = facts.stopping.map((key) => parameters.get(key));
  const passed = fits.flatMap((fit) => facts.stopping.map((key) => fit.given.get(key)?.value));
  if ([...stated, ...passed].some((value) => value !== undefined && isOn(model, value))) return 'set';
  const callbacks = [given, ...fits.map((fit) => fit.given)].map((one) => callbacksStop(model, one));
  if (callbacks.includes(true) || isSetLater(model, run)) return 'set';
  // XGBoost reads early stopping from its arguments only, never from `params` of `train`.
  const readable = facts.roundsInParams || form === 'estimator' ? parameters.complete : given.complete;
  const complete = readable && fits.every((fit) => fit.given.complete);
  return complete ? 'none' : 'unknown';
}

/** None, 0 and negative numbers switch it off; what cannot be read is taken as on. */
function isOn(model: Model, expression: Expr): boolean {
  const value = model.value(expression);
  const number = asNumber(value);
  return !isNone(value) && (number === undefined || number > 0);
}

/** `early_stopping` of LightGBM, `EarlyStopping` of XGBoost, and what prunes a trial. */
const STOPS = /(^|\.)_?early_?stop\w*$|Prun/i;

/** Some callback stops the run, or cannot be followed. */
function callbacksStop(model: Model, given: Arguments): boolean {
  const bound = given.get('callbacks');
  if (!bound) return false;
  const { members, complete, stops } = model.callbacks(bound.value);
  if (stops || members.some((member) => stopsTraining(model, member))) return true;
  const readable = members.every((member) => model.origins(member).length > 0);
  return !readable || (!complete && members.length === 0 && !isNone(model.value(bound.value)));
}

function stopsTraining(model: Model, member: Expr): boolean {
  return model.origins(member).some((origin) => {
    if (origin.kind === 'result') return STOPS.test(origin.of);
    if (origin.kind === 'external') return STOPS.test(origin.name);
    if (origin.kind === 'function') return STOPS.test(origin.definition.name);
    return origin.kind === 'instance' && STOPS.test(origin.of.name);
  });
}

/** Rounds or stopping are set on the estimator after it was made. */
function isSetLater(model: Model, { form, call, facts }: Run): boolean {
  if (form !== 'estimator') return false;
  return methodCallsOn(model, call, 'set_params').some(
    (later) =>
      later.args.length === 0 ||
      later.args.some(
        ({ name, star }) =>
          star !== '' || (name !== null && (facts.stopping.includes(name) || facts.rounds.includes(name))),
      ),
  );
}
