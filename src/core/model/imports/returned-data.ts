/** Functions of other files that hand back data, and the size of the batches that a call of theirs asks for. */
import type { Call, Expr, FunctionDef } from '../../syntax/ast';
import { loaderCalls } from '../loaders/find-loaders';
import { makersOf } from '../loaders/makers';
import type { Model } from '../model';
import type { Value } from '../values';
import { givenFor, valueGiven } from './given';
import { methodOf } from './members';
import { placeOf } from './places';

/** Invariant: who asks gives plain facts on, never a node of the other file. */
export interface FunctionElsewhere {
  readonly model: Model;
  readonly definition: FunctionDef;
}

/** The function or method of another file that an origin names. */
export function functionElsewhere(model: Model, name: string): FunctionElsewhere | undefined {
  const place = placeOf(model, name);
  const attributes = place?.rest.filter((one) => one !== '()') ?? [];
  const [method, ...others] = attributes;
  if (!place?.definition || others.length > 0) return undefined;
  const { definition } = place;
  if (definition.kind === 'function') return method === undefined ? { model: place.model, definition } : undefined;
  const found = method === undefined ? undefined : methodOf(place.model, definition, method);
  return found && { model: place.model, definition: found };
}

/** What a call gives for the batches of the loader behind `values`; undefined where the call does not decide. */
export function batchGiven(
  model: Model,
  call: Call,
  there: FunctionElsewhere,
  values: readonly Expr[],
): Value | undefined {
  const loaders = loaderCalls(there.model);
  const wanted = new Set(loaders.map((one) => one.call));
  const [made] = wanted.size > 0 ? values.flatMap((one) => makersOf(there.model, one, wanted)) : [];
  const written = loaders.find((one) => one.call === made)?.given.get('batch_size')?.value;
  const given = written && givenFor(there.model, there.definition, written);
  return given && valueGiven(model, call, given);
}
