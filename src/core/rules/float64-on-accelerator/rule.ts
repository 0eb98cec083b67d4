/** Finds training on an accelerator that computes in float64. */
import type { Model } from '../../model/model';
import { isExactWork } from '../../model/exact-work';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { librarySites } from '../shared/float64-libraries';
import type { Float64Kind, Float64Site } from '../shared/float64-site';
import { torchSites } from '../shared/float64-torch';
import { type Level, lowered, unlessShort } from '../shared/level';
import { notes } from '../shared/notes';
import { TRAINING_CALLS, trainsSomething } from '../shared/trains-something';
import { scaleOfProgram } from '../../model/scale/of-runs';

const SAVING: Saving = {
  scope: 'train',
  low: 0.36,
  typical: 0.37,
  high: 0.98,
  grade: 'E',
  source:
    'energy of a step on an H200, which favours float64 (docs/benchmarks.md): 36 to 37 %; at most 1 - 1/64, the rate of GeForce cards (NVIDIA)',
};

export const rule: Rule = {
  meta: {
    id: 'float64-on-accelerator',
    summary: 'Training computes in float64, which accelerators do at a fraction of their float32 rate.',
    category: 'precision',
    severity: 'warning',
    frameworks: ['torch', 'lightning', 'keras', 'jax'],
    triggers: ['float64', 'double', 'DoubleTensor', 'from_numpy', 'tensor', 'jax_enable_x64', 'precision'],
    requires: [
      ['torch', 'keras', 'tensorflow', 'jax', 'lightning'],
      [
        /\.\s*double\b/,
        'float64',
        'DoubleTensor',
        'from_numpy',
        'jax_enable_x64',
        /precision["']?\s*[=:]\s*["']?64/,
        /tensor\s*\(.*device/,
      ],
      [TRAINING_CALLS],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest || ['cpu', 'mps', 'tpu'].includes(model.device.kind)) return;
    const sites = [...torchSites(model), ...librarySites(model)].filter((site) => !model.isIgnored(site.node));
    if (sites.length === 0 || isExactWork(model) || checksGradients(model) || !trainsSomething(model)) return;
    for (const kind of ['torch', 'keras', 'jax', 'lightning'] as const) {
      const [first, ...rest] = sites.filter((site) => site.kind === kind).sort((a, b) => a.node.start - b.node.start);
      const level = first && levelOf(model, kind);
      if (first && level) yield findingOf(model, first, rest, level);
    }
  },
};

function checksGradients(model: Model): boolean {
  return ['gradcheck', 'gradgradcheck', 'check_grads', 'finite_difference'].some((word) =>
    model.program.mentions(word),
  );
}

const JAX_TRAINING = ['optax', 'flax', 'haiku', 'equinox'];

/** Keras, JAX and Lightning take the accelerator that is there; of PyTorch the program has to say so. */
function levelOf(model: Model, kind: Float64Kind): Level | undefined {
  const isSure = model.device.kind === 'accelerator' || model.device.kind === 'conditional';
  if (kind === 'lightning' || isSure) return kind === 'jax' && !trainsInJax(model) ? undefined : 'warning';
  if (kind === 'torch' || (kind === 'jax' && !trainsInJax(model))) return undefined;
  return 'information';
}

const trainsInJax = (model: Model): boolean => JAX_TRAINING.some((word) => model.program.mentions(word));

function findingOf(model: Model, site: Float64Site, rest: readonly Float64Site[], level: Level): Finding {
  const runs = model.workloads.filter(({ kind }) => kind === 'train');
  const scale = scaleOfProgram(model);
  const softened = lowered(level, site.via === null ? 0 : 1);
  return {
    rule: rule.meta.id,
    severity: unlessShort(softened, scale),
    span: spanOf(site.node),
    message: site.message,
    notes: notes(
      site.via && `${site.via} can choose another type; its default is float64`,
      model.device.kind === 'unknown' && site.kind !== 'lightning' && 'on a GPU, if one is found',
      scale.size === 'short' && scale.because,
    ),
    related: rest.slice(0, 5).map(({ node }) => ({ span: spanOf(node), message: 'float64 here as well' })),
    facts: { framework: site.kind, places: rest.length + 1 },
    saving: SAVING,
    workload: runs[0]?.id ?? null,
    fixes: site.via === null && rest.length === 0 ? fixesOf(site) : [],
  };
}

/** Only where it is the one place: with several, the types of the others would no longer fit. */
function fixesOf({ replacement, title }: Float64Site): Fix[] {
  if (!replacement) return [];
  const { start, end } = replacement.span;
  return [
    {
      title,
      safety: 'review',
      reason: 'float32 keeps 7 digits instead of 16: check results that depend on small differences.',
      edits: [{ span: { start, end }, newText: replacement.text }],
      imports: [],
    },
  ];
}
