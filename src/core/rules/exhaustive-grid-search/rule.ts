/** Finds grid searches that fit every candidate on every fold in full. */
import type { Model, ResolvedCall } from '../../model/model';
import { catboostSearches, type CatboostSearch } from '../../model/search/catboost';
import { type Count, known, product } from '../../model/search/count';
import type { Workload } from '../../model/workload';
import { GRID_SEARCH, readSearch, type SearchFacts } from '../../model/search/facts';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { halvingPlan } from '../../model/search/halving';
import { atMost, atScale, type Level, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { estimatorsIn } from '../../model/search/estimators';
import { scaleOfFits } from '../../model/scale/of-fits';
import type { Scale } from '../../model/scale/scale';
import { blocksAnySearch, blocksHalving } from '../shared/search-fixes';
import { catboostRandomFix, halvingFix, randomFix } from '../shared/search-rewrites';
import { drawsWholeGrid } from '../shared/search-results';
import { workloadOf } from '../../model/workloads/workload-of';
import { perSite } from '../shared/per-site';

const SAVING: Saving = {
  scope: 'search',
  low: 0.36,
  typical: 0.8,
  high: 0.91,
  grade: 'C',
  source:
    'HalvingGridSearchCV against GridSearchCV, CPU-seconds (docs/benchmarks.md): 80 to 91 % for SVC, 36 to 54 % for forests',
};

const RANDOM_SAVING: Saving = {
  scope: 'search',
  low: 0.62,
  typical: 0.68,
  high: 0.77,
  grade: 'C',
  source: 'random searches of 12 and 15 against a grid of 42 points, CPU-seconds (docs/benchmarks.md): 62 to 77 %',
};

export const rule: Rule = {
  meta: {
    id: 'exhaustive-grid-search',
    summary: 'A grid search fits every combination on every fold in full, also those that a small sample rules out.',
    category: 'search',
    severity: 'warning',
    frameworks: ['sklearn', 'catboost'],
    triggers: ['GridSearchCV', 'grid_search'],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      fits: {
        default: 60,
        minimum: 1,
        description: 'Searches with more cross-validation fits than this are reported.',
      },
      candidates: {
        default: 12,
        minimum: 2,
        description: 'Searches with fewer candidates than this are not reported.',
      },
      parameters: {
        default: 3,
        minimum: 1,
        description: 'A grid whose size cannot be read is reported when it varies at least this many parameters.',
      },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const site of model.callsOf(GRID_SEARCH)) yield* findingsAt(model, site, context);
    for (const search of catboostSearches(model)) {
      const level = search.kind === 'grid' ? levelOf(search, context) : undefined;
      if (level) yield finding(model, search, level);
    }
  },
};

const findingsAt = perSite(
  (site: ResolvedCall) => site.call,
  (model, { call, certainty }, context) => {
    if (model.isIgnored(call)) return [];
    const search = readSearch(model, call);
    const level = levelOf(search, context);
    return level ? [finding(model, search, certainty === 'may' ? lowered(level, 1) : level)] : [];
  },
);

/** Of scikit-learn, or CatBoost's own. */
type Search = SearchFacts | CatboostSearch;

const isCatboost = (search: Search): search is CatboostSearch => 'kind' in search;

/** How loud the search's size is by itself; undefined when it is small or too little of it can be read. */
function levelOf(search: Search, { options }: RuleContext): Level | undefined {
  const { candidates, parameters } = search.grid;
  if (!search.given.complete && !search.given.has('param_grid')) return undefined;
  if (!candidates) return parameters.length >= (options['parameters'] ?? 3) ? 'information' : undefined;
  const fits = sizeOf(search);
  if (candidates.value < (options['candidates'] ?? 12) || fits.value <= (options['fits'] ?? 60)) return undefined;
  const unread = search.folds.count ? 0 : 1;
  const hidden = search.given.complete ? 0 : 1;
  return lowered('warning', (fits.certainty === 'default' ? 1 : 0) + unread + hidden);
}

/** Fits that are sure to run: unread folds count at their least, unread passes once. */
function sizeOf(search: Search): Count {
  const folds = search.folds.count ?? known(search.folds.atLeast);
  return product(search.grid.candidates, folds, search.passes ?? known(1)) ?? known(0);
}

function finding(model: Model, search: Search, level: Level): Finding {
  const runs = isCatboost(search) ? [] : search.runs;
  const workload = workloadOf(model, ...runs, search.call);
  const heatMap = !isCatboost(search) && drawsWholeGrid(model, search.call);
  const doubts = notes(heatMap && 'cv_results_ is drawn as a full grid, which needs every cell');
  const asFound = doubts.length > 0 ? atMost(level, 'hint') : level;
  const scale = scaleOf(model, search, workload);
  return {
    rule: rule.meta.id,
    severity: atScale(asFound, scale),
    span: spanOf(search.call),
    message: messageOf(search),
    notes: [...notesOf(search), ...doubts, ...notes(scaleNote(asFound, scale))],
    related: runs.slice(0, 1).map((run) => ({ span: spanOf(run), message: 'The search runs here' })),
    facts: {
      candidates: search.grid.candidates?.value ?? null,
      folds: search.folds.count?.value ?? null,
      fits: (search.fits ?? onePass(search))?.value ?? null,
      refits: search.refits?.value ?? null,
      parameters: search.grid.parameters.length,
    },
    saving: isCatboost(search) ? RANDOM_SAVING : SAVING,
    workload: workload?.id ?? null,
    fixes: heatMap || isSweep(search) ? [] : fixesOf(model, search, workload?.samples?.value ?? null),
  };
}

function scaleOf(model: Model, search: Search, workload: Workload | undefined): Scale {
  const estimator = isCatboost(search) ? undefined : search.given.get('estimator')?.value;
  return scaleOfFits(model, { workload, estimators: estimatorsIn(model, estimator), fits: sizeOf(search).value });
}

function messageOf(search: Search): string {
  const { candidates, parameters } = search.grid;
  if (!candidates) return `Exhaustive search over ${parameters.length} parameters, number of candidates unknown`;
  const folds = search.folds.count;
  if (!folds) return `${candidates.value} candidates fitted in full on each of an unknown number of folds`;
  const passes = search.passes && search.passes.value > 1 ? ` x ${search.passes.value} passes` : '';
  const fits = (search.fits ?? onePass(search))?.value ?? 0;
  const refits = search.refits?.value ?? 1;
  const refit = refits === 0 ? '' : ` + ${refits} refit${refits === 1 ? '' : 's'}`;
  const on = folds.value === 1 && isCatboost(search) ? '1 split' : `${folds.value} folds`;
  return `${candidates.value} candidates x ${on}${passes} = ${fits} fits${refit}, each in full`;
}

/** When the loops around it cannot be counted. */
function onePass({ grid, folds }: Search): Count | null {
  return product(grid.candidates, folds.count);
}

/** One parameter whose values extend one another: a single fit can be scored along the way. */
function isSweep(search: Search): boolean {
  const [only, ...rest] = search.grid.parameters;
  return (
    rest.length === 0 && only !== undefined && /(^|__)(n_estimators|max_iter|iterations|num_boost_round)$/.test(only)
  );
}

function notesOf(search: Search): string[] {
  const soft = [search.grid.candidates, search.folds.count].find((count) => count?.certainty === 'default');
  return notes(
    isSweep(search) ? sweepNote(search) : !isCatboost(search) && halvingNote(search),
    soft && `counted with the default of ${soft.via ?? 'an option'}, which a run may override`,
    search.passes === null && 'it runs in a loop of unknown length: the count is for one pass',
  );
}

function sweepNote({ grid }: Search): string {
  return `${grid.parameters[0] ?? 'it'} is the only parameter: score the stages of one long fit, or use warm_start`;
}

function halvingNote({ grid, folds }: Search): string | undefined {
  if (!grid.candidates || !folds.count) return undefined;
  const { rungs, fullFits } = halvingPlan(grid.candidates.value, folds.count.value);
  return `halving (factor 3) goes ${rungs.join(', ')} candidates: about ${Math.round(fullFits)} full fits`;
}

function fixesOf(model: Model, search: Search, rows: number | null): Fix[] {
  if (isCatboost(search)) return [catboostRandomFix(model, search)].filter((fix) => fix !== undefined);
  if (blocksAnySearch(model, search)) return [];
  const halving = blocksHalving(model, search, rows) ? [] : [halvingFix(model, search)];
  return [...halving, randomFix(model, search)].filter((fix) => fix !== undefined);
}
