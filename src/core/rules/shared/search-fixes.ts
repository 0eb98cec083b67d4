/** What would make a cheaper search class raise or mean something else: the block conditions of its fixes. */
import type { Expr, FunctionDef } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../../model/model';
import type { SearchFacts } from '../../model/search/facts';
import { asBoolean, asString, isNone } from '../../model/values';
import { calleeName } from '../../model/traverse';

/** Successive halving needs about this many rows for each candidate, or the first rung ranks noise. */
export const ROWS_PER_CANDIDATE = 20;

/** Why no other search class can take over; null when one can. */
export function blocksAnySearch(model: Model, search: SearchFacts): string | null {
  if (!search.given.complete) return 'some arguments could not be read';
  if (isOldLibrary(model)) return 'the imports name a scikit-learn before 0.20';
  if (search.call.args.some((one) => one.name === 'iid' || one.name === 'fit_params')) {
    return 'an argument was removed from scikit-learn in 0.24';
  }
  const scoring = search.given.get('scoring');
  if (scoring && !isSingleScore(model, scoring.value)) return 'the scoring may hold several metrics';
  return null;
}

/** Why successive halving would raise or rank noise; null when it would not. */
export function blocksHalving(model: Model, search: SearchFacts, rows: number | null): string | null {
  if (search.folds.constant !== true) return 'the splitter may split differently each time';
  const refit = search.given.get('refit');
  if (refit && !isPlainRefit(model, refit.value)) return 'halving ignores a refit function';
  const candidates = search.candidates?.value ?? null;
  const few = rows !== null && candidates !== null && rows < ROWS_PER_CANDIDATE * candidates;
  if (few) return `${rows} rows are too few for ${candidates} candidates`;
  if (rows === null && passesGroups(search)) return 'small subsamples may miss whole groups';
  return null;
}

/** `sklearn.grid_search` and `sklearn.cross_validation` were removed in 0.20. */
export function isOldLibrary(model: Model): boolean {
  return model.program.imports.some((one) => {
    const modules = one.kind === 'importfrom' ? [one.module] : one.names.map(({ name }) => name);
    const names =
      one.kind === 'importfrom' && one.module === 'sklearn' ? one.names.map(({ name }) => `sklearn.${name}`) : [];
    return [...modules, ...names].some((name) => /^sklearn\.(grid_search|cross_validation)\b/.test(name));
  });
}

function isSingleScore(model: Model, scoring: Expr): boolean {
  const value = model.value(scoring);
  if (isNone(value) || asString(value) !== undefined) return true;
  const origins = model.origins(scoring);
  if (origins.length === 0) return false;
  return origins.every((origin) => {
    if (origin.kind === 'function') return !returnsDictionary(origin.definition);
    if (origin.kind === 'result')
      return origin.of === 'sklearn.metrics.make_scorer' || origin.of === 'sklearn.metrics.get_scorer';
    return origin.kind === 'external' && origin.name.startsWith('sklearn.metrics.');
  });
}

function returnsDictionary(definition: FunctionDef): boolean {
  for (const node of descend(definition)) {
    if (node.kind !== 'return') continue;
    const { value } = node;
    if (!value || value.kind === 'dict' || (value.kind === 'call' && calleeName(value) === 'dict')) return true;
  }
  return false;
}

function isPlainRefit(model: Model, refit: Expr): boolean {
  const value = model.value(refit);
  return asBoolean(value) !== undefined || asString(value) !== undefined;
}

function passesGroups(search: SearchFacts): boolean {
  return search.runs.some((run) => run.args.some((one) => one.name === 'groups'));
}
