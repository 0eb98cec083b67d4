/** Searches over a pipeline that fit one setting of a costly step several times on the same fold. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { isNone } from '../values';
import { BAYES_SEARCH, GRID_SEARCH, RANDOM_SEARCH, searchClass } from './classes';
import type { Count } from './count';
import { readSearch } from './facts';
import { lengthOf, readSpace, type SpacePart } from './grid';
import { type Pipeline, pipelineOf } from './pipelines';
import { type Costly, costlyIn } from './transformers';

export interface PipelineSweep {
  readonly search: Call;
  readonly runs: readonly Call[];
  readonly pipeline: Pipeline;
  /** The first costly step that is fitted again. */
  readonly costly: Costly;
  readonly candidates: number | null;
  /** How many different settings the pipeline has up to that step; null when a list of values cannot be read. */
  readonly settings: number | null;
  readonly certainty: 'is' | 'may';
}

/** Not halving: it fits on other rows at each rung. In source order. */
export function pipelineSweeps(model: Model): readonly PipelineSweep[] {
  return [...searchSweeps(model), ...curveSweeps(model)].sort((a, b) => a.search.start - b.search.start);
}

function searchSweeps(model: Model): readonly PipelineSweep[] {
  return model.callsOf(GRID_SEARCH, RANDOM_SEARCH, BAYES_SEARCH).flatMap(({ call, name, certainty }) => {
    const { given, candidates, runs } = readSearch(model, call, name);
    const estimator = given.get('estimator')?.value;
    const space = given.get(searchClass(name)?.space ?? '')?.value;
    const pipeline = estimator && uncached(model, estimator);
    const parts = pipeline && space ? readSpace(model, space) : null;
    if (!pipeline || !parts || parts.some((part) => !part.complete)) return [];
    const again = name === GRID_SEARCH ? gridRepeats : drawRepeats;
    const found = firstCostly(model, pipeline, (inPrefix) => again(parts, inPrefix, candidates));
    return found ? [{ search: call, runs, pipeline, candidates: candidates?.value ?? null, certainty, ...found }] : [];
  });
}

const CURVE = ['estimator', 'X', 'y', 'param_name', 'param_range'];

/** `validation_curve(pipeline, X, y, param_name="svc__C", param_range=values)`. */
function curveSweeps(model: Model): readonly PipelineSweep[] {
  return model.callsOf('sklearn.model_selection.validation_curve').flatMap(({ call, certainty }) => {
    const given = model.arguments(call, CURVE);
    const [estimator, name, range] = ['estimator', 'param_name', 'param_range'].map((one) => given.get(one)?.value);
    const pipeline = estimator && uncached(model, estimator);
    const parameter = name?.kind === 'constant' && typeof name.value === 'string' ? name.value : undefined;
    if (!pipeline || parameter === undefined || !range) return [];
    const length = lengthOf(model.value(range));
    const parts = [{ values: new Map([[parameter, length]]), complete: true }];
    const found = firstCostly(model, pipeline, (inPrefix) => gridRepeats(parts, inPrefix));
    return found ? [{ search: call, runs: [], pipeline, candidates: length?.value ?? null, certainty, ...found }] : [];
  });
}

/** The pipeline, unless it has a cache already. */
function uncached(model: Model, estimator: Expr): Pipeline | undefined {
  const pipeline = pipelineOf(model, estimator);
  const memory = pipeline?.given.get('memory');
  return memory && !isNone(model.value(memory.value)) ? undefined : pipeline;
}

/** Settings of the prefix; undefined when none is fitted twice. */
type Repeats = (inPrefix: (parameter: string) => boolean) => { readonly settings: number | null } | undefined;

function firstCostly(
  model: Model,
  { steps }: Pipeline,
  repeats: Repeats,
): { readonly costly: Costly; readonly settings: number | null } | undefined {
  const prefix = new Set<string>();
  for (const { name, expression } of steps.slice(0, -1)) {
    prefix.add(name);
    const costly = costlyIn(model, expression);
    const found = costly && repeats((parameter) => prefix.has(parameter.split('__')[0] ?? ''));
    if (costly && found) return { costly, settings: found.settings };
  }
  return undefined;
}

/** Every value of a later step meets every setting of the prefix. */
function gridRepeats(parts: readonly SpacePart[], inPrefix: (parameter: string) => boolean): ReturnType<Repeats> {
  const later = parts.map((part) => [...part.values].filter(([name]) => !inPrefix(name)));
  const isVaried = later.some((values) => values.some(([, count]) => (count?.value ?? 1) > 1));
  const bare = parts.filter((part) => ![...part.values.keys()].some(inPrefix)).length;
  if (!isVaried && bare < 2) return undefined;
  return { settings: settingsOf(parts, inPrefix) };
}

/** More draws than settings of the prefix: some setting is drawn twice. */
function drawRepeats(
  parts: readonly SpacePart[],
  inPrefix: (parameter: string) => boolean,
  draws: Count | null,
): ReturnType<Repeats> {
  const settings = settingsOf(parts, inPrefix);
  return settings !== null && draws && draws.value > settings ? { settings } : undefined;
}

/** Parts that leave the prefix as it is share one setting. */
function settingsOf(parts: readonly SpacePart[], inPrefix: (parameter: string) => boolean): number | null {
  let total = 0;
  let bare = 0;
  for (const part of parts) {
    const counts = [...part.values].filter(([name]) => inPrefix(name)).map(([, count]) => count);
    if (counts.length === 0) bare = 1;
    else if (counts.includes(null)) return null;
    else total += counts.reduce((all, count) => all * (count?.value ?? 1), 1);
  }
  return total + bare;
}
