/** Finds recursive feature elimination that fits once for every single feature it drops. */
import type { Model } from '../../model/model';
import { asNumber, type Value } from '../../model/values';
import { dataOf } from '../../model/workloads/data';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { keywordEdits } from '../shared/keyword-fix';
import { isInTimedCell } from '../shared/timed-between';

const SAVING: Saving = {
  scope: 'search',
  low: 0.6,
  typical: 0.8,
  high: 0.9,
  grade: 'C',
  source: 'RFECV with step=1 against step=0.1: 73 to 86 % of the CPU-seconds (docs/benchmarks.md)',
};

const SELECTORS = ['sklearn.feature_selection.RFECV', 'sklearn.feature_selection.RFE'] as const;

export const rule: Rule = {
  meta: {
    id: 'rfecv-one-feature-at-a-time',
    summary: 'Recursive feature elimination drops one feature at a time and fits again for each.',
    category: 'classical',
    severity: 'hint',
    frameworks: ['sklearn'],
    triggers: ['RFECV', 'RFE'],
    requires: [['sklearn'], ['fit', 'fit_transform']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      features: { default: 50, minimum: 5, description: 'Eliminations from more features than this are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    const seen = new Set<Call>();
    for (const fit of [
      ...model.methodCalls('fit', ...SELECTORS),
      ...model.methodCalls('fit_transform', ...SELECTORS),
    ]) {
      const made = constructorOf(model, fit);
      if (!made || seen.has(made) || isInTimedCell(model, made)) continue;
      seen.add(made);
      const found = findingOf(model, { made, fit }, context);
      if (found) yield found;
    }
  },
};

/** The one call that made what is fitted. */
function constructorOf(model: Model, { func }: Call): Call | undefined {
  const origins = func.kind === 'attribute' ? model.origins(func.value) : [];
  const [only, ...others] = origins;
  return only?.kind === 'result' && others.length === 0 && SELECTORS.some((name) => name === only.of)
    ? only.call
    : undefined;
}

interface Elimination {
  readonly made: Call;
  readonly fit: Call;
}

function findingOf(model: Model, { made, fit }: Elimination, { options }: RuleContext): Finding | undefined {
  const given = model.arguments(made, ['estimator']);
  const step = given.get('step');
  const features = dataOf(model, fit.args.find(({ name }) => name === null || name === 'X')?.value).features;
  if (!features || features.value <= (options['features'] ?? 50) || !isOne(step && model.value(step.value)))
    return undefined;
  const edits = keywordEdits(model, made, given, 'step', '0.1');
  const fix: Fix | undefined = edits && {
    title: 'Set step=0.1',
    safety: 'review',
    reason:
      'A tenth of the features goes at a time, so another set may be selected: 32 features instead of 13 in a measured test.',
    edits,
    imports: [],
  };
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(made),
    message: `${features.value} features are dropped one at a time, each with a fit of its own`,
    notes: [],
    related: [{ span: spanOf(fit), message: 'They are dropped here' }],
    facts: { features: features.value },
    saving: SAVING,
    workload: workloadOf(model, fit, made)?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}

/** The default of scikit-learn is 1. */
const isOne = (step: Value | undefined): boolean => !step || (asNumber(step) === 1 && step.certainty === 'known');
