/** Finds random searches that fit every drawn candidate on every fold in full. */
import type { Model } from '../../model/model';
import { catboostSearches, type CatboostSearch } from '../../model/search/catboost';
import { RANDOM_SEARCH } from '../../model/search/classes';
import { type Count, known, product } from '../../model/search/count';
import { readSearch, type SearchFacts } from '../../model/search/facts';
import { halvingPlan } from '../../model/search/halving';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { blocksAnySearch, blocksHalving } from '../shared/search-fixes';
import { halvingRandomFix } from '../shared/search-rewrites';
import { estimatorsIn, isDataHungry } from '../../model/search/estimators';
import { scaleOfFits } from '../../model/scale/of-fits';
import { workloadOf } from '../../model/workloads/workload-of';

const SAVING: Saving = {
  scope: 'search',
  low: 0.14,
  typical: 0.52,
  high: 0.91,
  grade: 'C',
  source:
    'HalvingRandomSearchCV against RandomizedSearchCV (40 x 3): 78 to 91 % of the CPU-seconds, 14 % with 20 trees a fit (docs/benchmarks.md); typical: the middle',
};

export const rule: Rule = {
  meta: {
    id: 'full-budget-random-search',
    summary: 'A random search fits every drawn candidate on all rows, also those that a small sample rules out.',
    category: 'search',
    severity: 'information',
    frameworks: ['sklearn', 'catboost'],
    triggers: ['RandomizedSearchCV', 'randomized_search'],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      fits: {
        default: 90,
        minimum: 1,
        description: 'Searches with at least this many cross-validation fits are reported.',
      },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const { call, certainty } of model.callsOf(RANDOM_SEARCH)) {
      if (model.isIgnored(call)) continue;
      const search = readSearch(model, call, RANDOM_SEARCH);
      const level = levelOf(search, context);
      if (!level || !estimatorsIn(model, search.given.get('estimator')?.value).some(isDataHungry)) continue;
      yield findingOf(model, search, certainty === 'may' ? lowered(level, 1) : level);
    }
    for (const search of catboostSearches(model)) {
      const level = search.kind === 'random' ? levelOf(search, context) : undefined;
      if (level) yield findingOf(model, search, level);
    }
  },
};

type Search = SearchFacts | CatboostSearch;

/** Undefined when the search is small or its size cannot be read. */
function levelOf({ candidates, folds }: Search, { options }: RuleContext): Level | undefined {
  const fits = product(candidates, folds.count ?? known(folds.atLeast));
  if (!fits || fits.value < (options['fits'] ?? 90)) return undefined;
  return lowered('information', (fits.certainty === 'default' ? 1 : 0) + (folds.count ? 0 : 1));
}

function findingOf(model: Model, search: Search, level: Level): Finding {
  const runs = 'runs' in search ? search.runs : [];
  const workload = workloadOf(model, ...runs, search.call);
  const estimator = 'runs' in search ? search.given.get('estimator')?.value : undefined;
  const fits = product(search.candidates, search.folds.count ?? known(search.folds.atLeast))?.value ?? 0;
  const scale = scaleOfFits(model, { workload, estimators: estimatorsIn(model, estimator), fits });
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(search.call),
    message: messageOf(search),
    notes: notes(...notesOf(search), scaleNote(level, scale)),
    related: runs.slice(0, 1).map((run) => ({ span: spanOf(run), message: 'The search runs here' })),
    facts: {
      candidates: search.candidates?.value ?? null,
      folds: search.folds.count?.value ?? null,
      fits: (search.fits ?? product(search.candidates, search.folds.count))?.value ?? null,
      refits: search.refits?.value ?? null,
    },
    saving: 'runs' in search ? SAVING : null,
    workload: workload?.id ?? null,
    fixes: 'runs' in search ? fixesOf(model, search, workload?.samples?.value ?? null) : [],
  };
}

function messageOf({ candidates, folds, passes, refits }: Search): string {
  const count = candidates?.value ?? 0;
  if (!folds.count) return `${count} drawn candidates fitted in full on each of an unknown number of folds`;
  const repeats = passes && passes.value > 1 ? ` x ${passes.value} passes` : '';
  const fits = count * folds.count.value * (passes?.value ?? 1);
  const last = refits?.value ?? 1;
  const refit = last === 0 ? '' : ` + ${last} refit${last === 1 ? '' : 's'}`;
  const on = folds.count.value === 1 ? '1 split' : `${folds.count.value} folds`;
  return `${count} drawn candidates x ${on}${repeats} = ${fits} fits${refit}, each in full`;
}

function notesOf({ candidates, folds, passes }: Search): string[] {
  const soft = [candidates, folds.count].find((count: Count | null) => count?.certainty === 'default');
  const plan = candidates && folds.count ? halvingPlan(candidates.value, folds.count.value) : undefined;
  return notes(
    plan && `halving (factor 3) goes ${plan.rungs.join(', ')} candidates: about ${Math.round(plan.fullFits)} full fits`,
    soft && `counted with the default of ${soft.via ?? 'an option'}, which a run may override`,
    passes === null && 'it runs in a loop of unknown length: the count is for one pass',
  );
}

function fixesOf(model: Model, search: SearchFacts, rows: number | null): Fix[] {
  if (blocksAnySearch(model, search) || blocksHalving(model, search, rows)) return [];
  const fix = halvingRandomFix(model, search);
  return fix ? [fix] : [];
}
