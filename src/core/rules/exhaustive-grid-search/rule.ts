/** Finds grid searches that fit every candidate on every fold in full. */
import type { Model, ResolvedCall } from '../../model/model';
import { type Count, known, product } from '../../model/search/count';
import { GRID_SEARCH, readSearch, type SearchFacts } from '../../model/search/facts';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { halvingPlan } from '../../model/search/halving';
import { atMost, type Level, lowered } from '../shared/level';
import { notes } from '../shared/notes';
import { blocksAnySearch, blocksHalving } from '../shared/search-fixes';
import { halvingFix, randomFix } from '../shared/search-rewrites';
import { drawsWholeGrid } from '../shared/search-results';
import { isTiny, workloadOf } from '../shared/workload-of';
import { perSite } from '../shared/per-site';

const SAVING: Saving = {
  scope: 'search',
  low: 0.54,
  typical: 0.8,
  high: 0.91,
  grade: 'C',
  source: 'HalvingGridSearchCV against GridSearchCV, CPU-seconds of three workloads, scikit-learn 1.2.1, 2 cores',
};

export const rule: Rule = {
  meta: {
    id: 'exhaustive-grid-search',
    summary: 'A grid search fits every combination on every fold in full, also those that a small sample rules out.',
    category: 'search',
    severity: 'warning',
    frameworks: ['sklearn'],
    triggers: ['GridSearchCV'],
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

/** How loud the search's size is by itself; undefined when it is small or too little of it can be read. */
function levelOf(search: SearchFacts, { options }: RuleContext): Level | undefined {
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
function sizeOf(search: SearchFacts): Count {
  const folds = search.folds.count ?? known(search.folds.atLeast);
  return product(search.grid.candidates, folds, search.passes ?? known(1)) ?? known(0);
}

function finding(model: Model, search: SearchFacts, level: Level): Finding {
  const workload = workloadOf(model, ...search.runs, search.call);
  const heatMap = drawsWholeGrid(model, search.call);
  const doubts = notes(
    heatMap && 'cv_results_ is drawn as a full grid, which needs every cell',
    isTiny(workload) && 'the data set is small, so the whole search is short',
  );
  return {
    rule: rule.meta.id,
    severity: doubts.length > 0 ? atMost(level, 'hint') : level,
    span: spanOf(search.call),
    message: messageOf(search),
    notes: [...notesOf(search), ...doubts],
    related: search.runs.slice(0, 1).map((run) => ({ span: spanOf(run), message: 'The search runs here' })),
    facts: {
      candidates: search.grid.candidates?.value ?? null,
      folds: search.folds.count?.value ?? null,
      fits: (search.fits ?? search.fitsPerPass)?.value ?? null,
      refits: search.refits?.value ?? null,
      parameters: search.grid.parameters.length,
    },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: heatMap || isSweep(search) ? [] : fixesOf(model, search, workload?.samples?.value ?? null),
  };
}

function messageOf(search: SearchFacts): string {
  const { candidates, parameters } = search.grid;
  if (!candidates) return `Exhaustive search over ${parameters.length} parameters, number of candidates unknown`;
  const folds = search.folds.count;
  if (!folds) return `${candidates.value} candidates fitted in full on each of an unknown number of folds`;
  const passes = search.passes && search.passes.value > 1 ? ` x ${search.passes.value} passes` : '';
  const fits = (search.fits ?? search.fitsPerPass)?.value ?? 0;
  const refits = search.refits?.value ?? 1;
  const refit = refits === 0 ? '' : ` + ${refits} refit${refits === 1 ? '' : 's'}`;
  return `${candidates.value} candidates x ${folds.value} folds${passes} = ${fits} fits${refit}, each in full`;
}

/** One parameter whose values extend one another: a single fit can be scored along the way. */
function isSweep(search: SearchFacts): boolean {
  const [only, ...rest] = search.grid.parameters;
  return (
    rest.length === 0 && only !== undefined && /(^|__)(n_estimators|max_iter|iterations|num_boost_round)$/.test(only)
  );
}

function notesOf(search: SearchFacts): string[] {
  const soft = [search.grid.candidates, search.folds.count].find((count) => count?.certainty === 'default');
  return notes(
    isSweep(search) ? sweepNote(search) : halvingNote(search),
    soft && `counted with the default of ${soft.via ?? 'an option'}, which a run may override`,
    search.passes === null && 'it runs in a loop of unknown length: the count is for one pass',
  );
}

function sweepNote({ grid }: SearchFacts): string {
  return `${grid.parameters[0] ?? 'it'} is the only parameter: score the stages of one long fit, or use warm_start`;
}

function halvingNote({ grid, folds }: SearchFacts): string | undefined {
  if (!grid.candidates || !folds.count) return undefined;
  const { rungs, fullFits } = halvingPlan(grid.candidates.value, folds.count.value);
  return `halving (factor 3) goes ${rungs.join(', ')} candidates: about ${Math.round(fullFits)} full fits`;
}

function fixesOf(model: Model, search: SearchFacts, rows: number | null): Fix[] {
  if (blocksAnySearch(model, search)) return [];
  const halving = blocksHalving(model, search, rows) ? [] : [halvingFix(model, search)];
  return [...halving, randomFix(model, search)].filter((fix) => fix !== undefined);
}
