/** Finds loops that train a model in full for each combination of a grid that is written out by hand. */
import type { Model } from '../../model/model';
import { type GridLoop, gridLoops } from '../../model/search/grid-loops';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { scaleOfGrid } from '../../model/scale/of-grids';
import { workloadOf } from '../../model/workloads/workload-of';

/** A third of the trials, ten at least, in place of all of them. */
const TRIALS_SHARE = 3;
const LEAST_TRIALS = 10;
const SOURCE = 'max(10, n / 3) trials of a guided search in place of n combinations';

/** A loop that is over something else than epochs, steps, data, files and repeats, as far as its variable tells. */
const LOOP = /^\s*for\s+(?!(?:epoch|step|data|file|name|_)\b)/m;
const LIBRARY =
  /^\s*(?:from|import)\s+(?:sklearn|xgboost|lightgbm|catboost|keras|tensorflow|tf_keras|torch|statsmodels|prophet|fbprophet|pmdarima|arch|skorch|ngboost|tslearn|sktime)\b|import .*\b(?:sklearn|torch|xgboost|lightgbm|catboost)\b/m;

/** Calls that may train: methods of estimators, hand-written loops, functions of the project with something to train on. */
const TRAINING = [
  /\bfit(?:_transform|_predict|_generator)?\s*\(\s*[^)\s]/,
  // Models of these get their data before.
  /\b(?:statsmodels|pmdarima|(?:fb)?prophet|arch|scikeras|skorch|ngboost|cuml|tslearn|sktime|wrappers)\b/,
  /\b(?:backward|gradient|apply_gradients)\s*\(/,
  /\.\s*train\s*\(\s*[^)\s]/,
  /(?<![.\w])(?<!\bdef\s+)(?:train|fit|run_train|run_training|cross_validat(?:e|ion))(?:_(?:model|net|network|and_\w+|one_model|with_\w+|loop))?\s*\(\s*[^)\s]/,
];

export const rule: Rule = {
  meta: {
    id: 'hand-rolled-grid-loop',
    summary: 'Nested loops train a model in full for every combination of settings, however poor the first ones are.',
    category: 'search',
    severity: 'information',
    frameworks: ['sklearn', 'xgboost', 'lightgbm', 'catboost', 'keras', 'torch'],
    triggers: ['for '],
    requires: [[LOOP], [...TRAINING, 'cross_val', 'lightgbm', 'xgboost', 'catboost'], [LIBRARY]],
    saving: { scope: 'search', low: 0.16, typical: 0.67, high: 0.67, grade: 'D', source: SOURCE },
    fixes: 'never',
    since: '0.1.0',
    options: {
      candidates: {
        default: 12,
        minimum: 2,
        description: 'Nested loops over fewer combinations than this are not reported.',
      },
      values: {
        default: 30,
        minimum: 2,
        description: 'A single loop over at least this many values is a hint.',
      },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    for (const grid of gridLoops(model)) {
      const level = levelOf(grid, options['candidates'] ?? 12, options['values'] ?? 30);
      if (level) yield findingOf(model, grid, level);
    }
  },
};

function levelOf({ dimensions, candidates }: GridLoop, least: number, leastValues: number): Level | undefined {
  const varied = dimensions.filter((one) => (one.count?.value ?? 0) > 1).length;
  if (varied < 2) return candidates.value >= leastValues ? 'hint' : undefined;
  if (candidates.value < least) return undefined;
  return lowered('information', candidates.certainty === 'default' ? 1 : 0);
}

function findingOf(model: Model, grid: GridLoop, level: Level): Finding {
  const { loop, dimensions, candidates, training } = grid;
  const workload = workloadOf(model, training);
  const scale = scaleOfGrid(model, grid);
  const names = [...new Set(dimensions.map((one) => one.name))];
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: { start: loop.start, end: loop.iter.end },
    message: messageOf(grid),
    notes: notes(
      `varies ${names.join(', ')}`,
      candidates.certainty === 'default' && `counted with the default of ${candidates.via ?? 'an option'}`,
      scaleNote(level, scale),
    ),
    related: [{ span: spanOf(training), message: 'each combination is trained here' }],
    facts: { candidates: candidates.value, parameters: names.length },
    saving: savingOf(candidates.value),
    workload: workload?.id ?? null,
    fixes: [],
  };
}

function messageOf({ dimensions, candidates }: GridLoop): string {
  const varied = dimensions.filter((one) => (one.count?.value ?? 0) > 1);
  if (varied.length < 2) return `${candidates.value} values, each trained in full by a loop`;
  const sizes = varied.map((one) => one.count?.value ?? 0).join(' x ');
  return `${sizes} = ${candidates.value} combinations, each trained in full by loops`;
}

function savingOf(candidates: number): Saving {
  const trials = Math.max(LEAST_TRIALS, Math.floor(candidates / TRIALS_SHARE));
  const share = Math.max(0, 1 - trials / candidates);
  return { scope: 'search', low: share, typical: share, high: share, grade: 'D', source: SOURCE };
}
