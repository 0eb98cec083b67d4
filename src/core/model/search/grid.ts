/** How many candidates a parameter grid spans, read from a dict, a list of dicts or a ParameterGrid. */
import type { Expr } from '../../syntax/ast';
import type { Model } from '../model';
import type { PyValue, Value } from '../values';
import { type Count, countFrom, known, least, product, sum } from './count';

export interface Grid {
  /** Points in the grid; null when the length of a value list or a key cannot be read. */
  readonly candidates: Count | null;
  /** Every parameter name that is varied or fixed in the grid. */
  readonly parameters: readonly string[];
}

const UNREAD: Grid = { candidates: null, parameters: [] };

export function readGrid(model: Model, grid: Expr, depth = 0): Grid {
  if (depth > 3) return UNREAD;
  const inner = parameterGridOf(model, grid);
  if (inner) return readGrid(model, inner, depth + 1);
  const value = model.value(grid);
  const arms = value.alternatives.map((one) => readAlternative(model, value, one, depth));
  if (arms.length === 0) return UNREAD;
  return {
    candidates: soften(value, least(arms.map((arm) => arm.candidates))),
    parameters: [...new Set(arms.flatMap((arm) => arm.parameters))],
  };
}

function readAlternative(model: Model, source: Value, value: PyValue, depth: number): Grid {
  if (value.type === 'dict') {
    const lengths = [...value.entries.values()].map((entry) => lengthOf(model.value(entry)));
    return {
      candidates: value.complete ? product(...lengths) : null,
      parameters: [...value.entries.keys()],
    };
  }
  if (value.type !== 'sequence' || !value.items || value.items.length === 0) return UNREAD;
  if (value.length !== value.items.length) return UNREAD;
  const grids = value.items.map((item) => readGrid(model, item, depth + 1));
  return {
    candidates: soften(source, sum(...grids.map((one) => one.candidates))),
    parameters: [...new Set(grids.flatMap((one) => one.parameters))],
  };
}

/** How many values a list, tuple, array or range holds; the least of a conditional. */
export function lengthOf(value: Value): Count | null {
  return least(value.alternatives.map((one) => (one.type === 'sequence' ? countFrom(value, one.length) : null)));
}

function soften(source: Value, count: Count | null): Count | null {
  if (!count || source.certainty !== 'default') return count;
  return { ...known(count.value), certainty: 'default', via: source.via };
}

/** The grid inside `ParameterGrid(grid)` and `list(ParameterGrid(grid))`. */
export function parameterGridOf(model: Model, grid: Expr): Expr | undefined {
  for (const origin of model.origins(grid)) {
    if (origin.kind !== 'result') continue;
    const first = origin.call.args[0]?.value;
    if (/^builtins\.(list|enumerate|sorted)$|^tqdm\./.test(origin.of)) return first && parameterGridOf(model, first);
    if (origin.of !== 'sklearn.model_selection.ParameterGrid') continue;
    return model.arguments(origin.call, ['param_grid']).get('param_grid')?.value;
  }
  return undefined;
}

/** One dictionary of a space: how many values each parameter has, null for a distribution and for an unread list. */
export interface SpacePart {
  readonly values: ReadonlyMap<string, Count | null>;
  /** False when more parameters may be in it. */
  readonly complete: boolean;
}

/** The dictionaries of a grid or of distributions; null when they cannot be told apart. */
export function readSpace(model: Model, space: Expr, depth = 0): readonly SpacePart[] | null {
  const inner = depth > 3 ? undefined : parameterGridOf(model, space);
  if (inner) return readSpace(model, inner, depth + 1);
  const { alternatives } = model.value(space);
  const only = alternatives.length === 1 ? alternatives[0] : undefined;
  if (only?.type === 'dict') {
    const values = new Map([...only.entries].map(([name, value]) => [name, lengthOf(model.value(value))]));
    return [{ values, complete: only.complete }];
  }
  if (only?.type !== 'sequence' || !only.items || only.length !== only.items.length || depth > 3) return null;
  const parts = only.items.map((item) => readSpace(model, item, depth + 1));
  return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}
