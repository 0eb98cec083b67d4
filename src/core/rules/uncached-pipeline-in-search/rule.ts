/** Finds searches that fit a costly first part of a pipeline again for every setting of the later steps. */
import { setKeyword } from '../../fixes/calls';
import type { Call, Expr, Name } from '../../syntax/ast';
import { descend, enclosing } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import { reachingBindings } from '../../model/lookup';
import type { Model } from '../../model/model';
import { type PipelineSweep, pipelineSweeps } from '../../model/search/pipeline-sweeps';
import { methodCallsOn } from '../../model/traverse';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { atScale, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { quoted } from '../shared/quotes';
import { isOldLibrary } from '../shared/search-fixes';
import { estimatorsIn } from '../../model/search/estimators';
import { scaleOfFits } from '../../model/scale/of-fits';
import { workloadOf } from '../../model/workloads/workload-of';

const SAVING: Saving = {
  scope: 'search',
  low: 0,
  typical: 0.35,
  high: 0.7,
  grade: 'C',
  source:
    'Pipeline(memory=) with mutual-information selection in a 5 x 3 grid saved 70 % of the CPU-seconds (docs/benchmarks.md); typical: the middle',
};

export const rule: Rule = {
  meta: {
    id: 'uncached-pipeline-in-search',
    summary: 'A search fits the same costly pipeline steps again for every setting of the steps behind them.',
    category: 'search',
    severity: 'information',
    frameworks: ['sklearn'],
    triggers: ['Pipeline', 'make_pipeline'],
    requires: [['GridSearchCV', 'RandomizedSearchCV', 'BayesSearchCV', 'validation_curve']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    const seen = new Set<Call>();
    for (const sweep of pipelineSweeps(model)) {
      if (seen.has(sweep.pipeline.call) || model.isIgnored(sweep.search)) continue;
      seen.add(sweep.pipeline.call);
      yield findingOf(model, sweep);
    }
  },
};

function findingOf(model: Model, sweep: PipelineSweep): Finding {
  const { pipeline, search, costly, candidates, settings } = sweep;
  const workload = workloadOf(model, ...sweep.runs, search);
  const level = sweep.certainty === 'may' ? 'hint' : 'information';
  const scale = scaleOfFits(model, {
    workload,
    estimators: estimatorsIn(model, pipeline.call),
    fits: workload?.fits?.value ?? (candidates ?? 1) * USUAL_FOLDS,
  });
  const fix = fixOf(model, sweep);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(pipeline.call),
    message: messageOf(sweep),
    notes: notes(
      'the cache grows on disk until it is deleted; each step that stays the same is fitted once a fold',
      scaleNote(level, scale),
    ),
    related: [{ span: spanOf(search), message: 'The search varies the later steps here' }],
    facts: { candidates, settings, step: costly.name },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}

/** `cv=5` is the default. */
const USUAL_FOLDS = 5;

function messageOf({ costly, candidates, settings }: PipelineSweep): string {
  if (candidates === null) return `${costly.name} is fitted again for each setting of the steps behind it`;
  const own = settings === 1 ? 'one setting' : `${settings ?? 'few'} settings`;
  return `${costly.name} is fitted ${candidates} times a fold, with ${own}`;
}

/** A cache stores fitted steps with pickle, and fits copies of them. */
function fixOf(model: Model, { pipeline, costly }: PipelineSweep): Fix | undefined {
  if (isOldLibrary(model) || isUnstorable(model, pipeline.call) || sharesSteps(model, pipeline)) return undefined;
  const edits = setKeyword(pipeline.call, model.program.text, 'memory', quoted(model, './.sk_cache'));
  if (!edits) return undefined;
  const fix = { title: 'Add a cache in ./.sk_cache', edits, imports: [] };
  if (costly.settled) return { ...fix, safety: 'safe' };
  const reason = `${costly.name} has no seed: candidates will share one random fit a fold instead of one each.`;
  return { ...fix, safety: 'review', reason };
}

/** Functions without a name, and what is defined inside functions, cannot be pickled; nor can the key of a cache with them. */
function isUnstorable(model: Model, expression: Expr, depth = 0): boolean {
  for (const node of descend(expression)) {
    if (node.kind === 'lambda') return true;
    if (node.kind !== 'name' || depth > 3) continue;
    for (const origin of model.origins(node)) {
      const definition = origin.kind === 'function' || origin.kind === 'class' ? origin.definition : undefined;
      if (definition && enclosing(definition, 'function')) return true;
      if (origin.kind === 'result' && isUnstorable(model, origin.call, depth + 1)) return true;
    }
    if (isLambdaVariable(node)) return true;
  }
  return false;
}

function isLambdaVariable(name: Name): boolean {
  return reachingBindings(name).some(({ value }) => value?.kind === 'lambda');
}

/**
 * The pipeline is also fitted outside the search, and its steps may be looked at through variables of their own. Through the
 * pipeline they are seen as they were fitted, with a cache as without.
 */
function sharesSteps(model: Model, { call, given, steps }: PipelineSweep['pipeline']): boolean {
  const fitted = ['fit', 'fit_transform', 'fit_predict'].some((name) => methodCallsOn(model, call, name).length > 0);
  if (!fitted) return false;
  const list = given.get('steps')?.value;
  return (
    (list?.kind === 'name' && isReadElsewhere(model, list)) ||
    steps.slice(0, -1).some(({ expression }) => isHeld(model, expression))
  );
}

function isHeld(model: Model, step: Expr): boolean {
  return step.kind === 'name' ? isReadElsewhere(model, step) : step.kind === 'attribute';
}

/** Any read besides the one in the pipeline counts; what a caller or another file made is read there. */
function isReadElsewhere(model: Model, name: Name): boolean {
  const bindings = reachingBindings(name);
  if (bindings.length === 0 || bindings.some(({ kind }) => kind !== 'assign')) return true;
  const made = new Set(bindings.map(({ node }) => node));
  return model.program
    .names(name.id)
    .some((use) => use !== name && !isTarget(use) && reachingBindings(use).some(({ node }) => made.has(node)));
}

const isTarget = (name: Name): boolean => name.parent?.kind === 'assign' && name.parent.targets.includes(name);
