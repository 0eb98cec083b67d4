/** Finds Ray Tune searches whose trials report as they train, with no scheduler that would stop the poor ones. */
import type { Model } from '../../model/model';
import { product } from '../../model/search/count';
import { repeatedReports, type Reports } from '../../model/search/ray-reports';
import { raySearches, type RaySearch } from '../../model/search/ray-tune';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Related, Rule, RuleContext } from '../rule';
import { atMost, type Level, lowered } from '../shared/level';
import { keywordEdits } from '../shared/keyword-fix';
import { notes } from '../shared/notes';
import { PRUNING_SAVING } from '../shared/pruning-saving';
import { scaleOfTrials } from '../../model/scale/of-runs';
import { isToyProgram } from '../../model/scale/toy-program';
import { workloadOfLoops } from '../../model/workloads/workload-of';
import { reference } from '../../fixes/reference';

export const rule: Rule = {
  meta: {
    id: 'ray-tune-without-scheduler',
    summary: 'Ray Tune runs every trial to its end because no scheduler stops the poor ones.',
    category: 'search',
    severity: 'warning',
    frameworks: ['ray'],
    triggers: ['tune'],
    requires: [['ray'], [/\b(Tuner|run)\s*\(/], ['report', 'Report', 'Trainable']],
    saving: PRUNING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      samples: { default: 8, minimum: 2, description: 'Searches of at least so many samples are reported.' },
      trials: { default: 12, minimum: 2, description: 'Grids of at least so many trials are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const search of raySearches(model)) {
      const found = search.scheduler === 'none' ? findingOf(model, search, context) : undefined;
      if (found) yield found;
    }
  },
};

function findingOf(model: Model, search: RaySearch, context: RuleContext): Finding | undefined {
  const size = sizeOf(search, context);
  const reports = size && repeatedReports(model, search);
  if (!size || !reports) return undefined;
  const doubts = doubtsOf(model, search, reports);
  const level = lowered(size, search.certainty === 'may' ? 1 : 0);
  const trials = product(search.samples, search.grid);
  return {
    rule: rule.meta.id,
    severity: doubts.length > 0 ? atMost(level, 'hint') : level,
    span: spanOf(search.config?.call ?? search.call),
    message: messageOf(search, trials?.value),
    notes: notes(
      ...doubts,
      search.schedulerFrom && `${search.schedulerFrom} gives a scheduler, and is None unless it is given`,
      search.samples?.certainty === 'default' && `counted with the default of ${search.samples.via ?? 'an option'}`,
      reports.count && `a trial reports ${reports.count.value} times`,
    ),
    related: relatedOf(reports),
    facts: {
      trials: finite(trials?.value),
      samples: finite(search.samples?.value),
      grid: search.grid?.value ?? null,
      reports: reports.count?.value ?? null,
    },
    saving: PRUNING_SAVING,
    workload: null,
    fixes: fixesOf(model, search, reports),
  };
}

/** How loud the size of the search is by itself; undefined when it is small or cannot be read. */
function sizeOf({ samples, grid, schedulerFrom }: RaySearch, { options }: RuleContext): Level | undefined {
  if (!samples) return undefined;
  const trials = product(samples, grid);
  const large = samples.value >= (options['samples'] ?? 8) || (trials?.value ?? 0) >= (options['trials'] ?? 12);
  if (!large) return undefined;
  const isDefault = schedulerFrom !== null || (trials?.certainty ?? samples.certainty) === 'default';
  return lowered('warning', isDefault ? 1 : 0);
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function messageOf({ schedulerFrom }: RaySearch, trials: number | undefined): string {
  const count = trials !== undefined && Number.isFinite(trials) ? `all ${trials} trials run` : 'every trial runs';
  const begin = schedulerFrom === null ? `${count[0]?.toUpperCase()}${count.slice(1)}` : `By default ${count}`;
  return `${begin} to the end: no scheduler stops the poor ones`;
}

/** Each makes the finding a hint. */
function doubtsOf(model: Model, search: RaySearch, reports: Reports): string[] {
  return notes(
    search.stops && 'stop= ends trials already',
    !reports.trains && 'no training is seen in the trial',
    isShort(model, reports) && 'the data set or the model is small, so each trial is short',
  );
}

function isShort(model: Model, { count }: Reports): boolean {
  return isToyProgram(model) || scaleOfTrials(model, workloadOfLoops(model), count?.value ?? null).size === 'short';
}

function relatedOf({ call }: Reports): Related[] {
  return call ? [{ span: spanOf(call), message: 'each trial reports here, again and again' }] : [];
}

/**
 * ASHA ends every trial after `max_t` reports (Ray documentation, AsyncHyperBandScheduler), so that has to be the number that
 * a whole trial makes.
 */
function fixesOf(model: Model, search: RaySearch, { count }: Reports): Fix[] {
  const { config } = search;
  if (!config?.given.has('metric') || !config.given.has('mode') || count?.certainty !== 'known') return [];
  if (count.value < 2 || search.stops || search.schedulerFrom !== null) return [];
  const { expression, imports } = reference(model.program, 'ray.tune.schedulers.ASHAScheduler', config.call);
  const grace = Math.max(1, Math.floor(count.value / 10));
  const value = `${expression}(max_t=${count.value}, grace_period=${grace})`;
  const edits = keywordEdits(model, config.call, config.given, 'scheduler', value);
  if (!edits) return [];
  const reason = `Trials that are behind after ${grace} of ${count.value} reports are ended; one that starts slowly may be lost.`;
  return [{ title: 'Add an ASHAScheduler', safety: 'review', reason, edits, imports }];
}
