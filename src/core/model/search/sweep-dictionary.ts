/** Reads a W&B sweep that is written as a Python dictionary and passed to `wandb.sweep`. */
import type { Call, Dict, Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import { applyChanges, changingUses } from '../dictionary-changes';
import type { BoundArgument } from '../arguments';
import type { Model } from '../model';
import { asNumber, asString, type Value } from '../values';
import { lengthOf } from './grid';
import type { SweepFacts, SweepParameter } from './sweep';

export interface DictionarySweep {
  readonly call: Call;
  readonly facts: SweepFacts;
  /** The `method` entry's value. */
  readonly method: Expr;
  /** The only literal that the dictionary comes from, where a key can be added. */
  readonly literal: Dict | null;
  /** True where the program of the sweep is another script. */
  readonly external: boolean;
}

const SWEEP = ['wandb.sweep', 'wandb.sdk.wandb_sweep.sweep'];

export function dictionarySweeps(model: Model): readonly DictionarySweep[] {
  return model.callsOf(...SWEEP).flatMap(({ call }): readonly DictionarySweep[] => {
    const written = model.arguments(call, ['sweep']).get('sweep');
    const entries = written && !model.isIgnored(call) ? entriesAt(model, written.value, call) : undefined;
    const method = entries?.map.get('method');
    if (!written || !entries || !method) return [];
    const external = entries.map.has('program') || entries.map.has('command');
    const literal = literalOf(written.value);
    return [{ call, facts: factsOf(model, entries, call), method, literal, external }];
  });
}

interface Entries {
  readonly map: ReadonlyMap<string, Expr>;
  readonly complete: boolean;
}

function factsOf(model: Model, { map, complete }: Entries, at: Call): SweepFacts {
  const method = asString(model.value(map.get('method') as Expr));
  const parameters = map.get('parameters');
  const read = parameters ? entriesAt(model, parameters, at) : undefined;
  const metric = map.get('metric');
  const name = metric && entriesAt(model, metric, at)?.map.get('name');
  return {
    method: method === 'grid' || method === 'random' || method === 'bayes' ? method : null,
    parameters: new Map([...(read?.map ?? [])].map(([key, value]) => [key, parameterOf(model, value, at)])),
    complete: complete && read !== undefined && read.complete,
    metric: (name && asString(model.value(name))) ?? null,
    // What an unreadable part of the dictionary may hold is taken to be there.
    earlyTerminate: map.has('early_terminate') || !complete,
    runCap: map.has('run_cap') || !complete,
  };
}

/** `{"values": [...]}`, `{"value": 3}`; anything else is a distribution. */
function parameterOf(model: Model, expression: Expr, at: Call): SweepParameter {
  const entries = entriesAt(model, expression, at)?.map;
  const [values, value] = [entries?.get('values'), entries?.get('value')];
  if (values) {
    const list = model.value(values);
    return { values: lengthOf(list)?.value ?? null, least: leastOf(model, list) };
  }
  if (value) return { values: 1, least: asNumber(model.value(value)) ?? null };
  const least = entries?.get('min');
  return { values: null, least: (least && asNumber(model.value(least))) ?? null };
}

function leastOf(model: Model, list: Value): number | null {
  const [only] = list.alternatives;
  const numbers = only?.type === 'sequence' ? (only.items ?? []).map((item) => asNumber(model.value(item))) : [];
  return numbers.length > 0 && numbers.every((one) => one !== undefined) ? Math.min(...numbers) : null;
}

/** The entries that a dictionary holds when `at` is reached, changes to it through its variable included. */
function entriesAt(model: Model, expression: Expr, at: Call): Entries | undefined {
  const source = expression.kind === 'name' ? literalOf(expression) : null;
  if (expression.kind !== 'name' || !source) return entriesOf(model, expression);
  const base = entriesOf(model, source);
  if (!base) return undefined;
  const changed = new Map<string, BoundArgument>();
  for (const [key, value] of base.map) changed.set(key, { value, argument: null, certainty: 'set' });
  const evaluator = {
    value: (one: Expr) => model.value(one),
    changingUses: (id: string) => changingUses(model.program, id),
  };
  const reader = { ...expression, start: at.start, end: at.start, parent: at };
  const complete = applyChanges(reader, changed, evaluator) && base.complete;
  return { map: new Map([...changed].map(([key, one]) => [key, one.value])), complete };
}

function entriesOf(model: Model, expression: Expr): Entries | undefined {
  const [only, ...rest] = model.value(expression).alternatives;
  return only?.type === 'dict' && rest.length === 0 ? { map: only.entries, complete: only.complete } : undefined;
}

/** The dictionary display itself, or the only one that a variable is bound to. */
function literalOf(expression: Expr): Dict | null {
  if (expression.kind === 'dict') return expression;
  if (expression.kind !== 'name') return null;
  const [only, ...rest] = reachingBindings(expression);
  return only?.value?.kind === 'dict' && rest.length === 0 && only.path.length === 0 ? only.value : null;
}
