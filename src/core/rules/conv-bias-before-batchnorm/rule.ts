/** Finds trained networks with biases that the batch norm behind them takes off again. */
import { kerasBiased } from '../../model/keras-biased';
import type { Model } from '../../model/model';
import { biasedLayers } from '../../model/torch/biased-layers';
import { partsOf } from '../../model/torch/parts-of';
import { fittedModule } from '../../model/scale/of-runs';
import { kerasFits } from '../../model/trainers/keras-fit';
import { fittingTrainers } from '../../model/trainers/lightning';
import { workloadOf } from '../../model/workloads/workload-of';
import { setKeyword } from '../../fixes/calls';
import type { Call, Expr, Node } from '../../syntax/ast';
import { contains, spanOf, type TextEdit } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { loadsWeights } from '../shared/from-scratch';

const SAVING: Saving = {
  scope: 'train',
  low: 0,
  typical: 0,
  high: 0.01,
  grade: 'E',
  source: 'creedengo rule GCI101: no difference in time, 0.14 % fewer parameters; less than 1 %',
};

export const rule: Rule = {
  meta: {
    id: 'conv-bias-before-batchnorm',
    summary: 'A layer in front of a batch norm has a bias that the norm takes off again.',
    category: 'transfer',
    severity: 'hint',
    frameworks: ['torch', 'keras', 'lightning'],
    triggers: ['BatchNorm1d', 'BatchNorm2d', 'BatchNorm3d', 'SyncBatchNorm', 'BatchNormalization'],
    requires: [[/backward\s*\(/, /\bfit(?:_generator)?\s*\(\s*[^)\s]/]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest || isQuantised(model)) return;
    yield* torchFindings(model);
    const [fit] = kerasFits(model);
    const layers = fit ? kerasBiased(model) : [];
    if (fit && layers.length > 0 && !loadsWeights(model)) yield findingOf(model, layers, 'use_bias', fit.call);
  },
};

/** Layers are fused with their norm, which the tools for it do by themselves. */
const isQuantised = (model: Model): boolean =>
  ['fuse_modules', 'prepare_qat', 'quantize_model'].some((name) => model.program.mentions(name));

/** One for each network that the program trains. */
function* torchFindings(model: Model): Generator<Finding> {
  const pairs = biasedLayers(model);
  const trained = pairs.length > 0 ? trainedNetworks(model) : [];
  if (trained.length === 0 || loadsWeights(model)) return;
  const told = new Set<Call>();
  for (const { network, run } of trained) {
    const parts = partsOf(model, network);
    const layers = pairs
      .map(({ layer }) => layer)
      .filter((one) => !told.has(one) && parts.some((part) => contains(part, one)));
    for (const layer of layers) told.add(layer);
    if (layers.length > 0) yield findingOf(model, layers, 'bias', run);
  }
}

interface Trained {
  readonly network: Expr;
  readonly run: Node;
}

function trainedNetworks(model: Model): readonly Trained[] {
  const loops = model.trainingLoops
    .filter(({ framework }) => framework === 'torch')
    .flatMap(({ forwards, epoch, step }) => forwards.map(({ func }) => ({ network: func, run: epoch ?? step })));
  const fits = fittingTrainers(model).flatMap(({ fits: calls, call }) => {
    const network = fittedModule(calls);
    return network ? [{ network, run: calls[0] ?? call }] : [];
  });
  return [...loops, ...fits];
}

function findingOf(model: Model, layers: readonly Call[], name: string, run: Node): Finding {
  const [first, ...others] = layers as readonly [Call, ...Call[]];
  const many = layers.length;
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(first),
    message:
      many === 1
        ? 'The batch norm behind this layer takes its bias off again'
        : `${many} layers have a bias that the batch norm behind them takes off again`,
    notes: ['less than 1 %: a few weights, and one addition a layer'],
    related: others.slice(0, 8).map((one) => ({ span: spanOf(one), message: 'and this one' })),
    facts: { layers: many },
    saving: SAVING,
    workload: workloadOf(model, run)?.id ?? null,
    fixes: fixesOf(model, layers, name),
  };
}

/** Where code sets or reads biases, it would meet None. */
function fixesOf({ program }: Model, layers: readonly Call[], name: string): Fix[] {
  if (program.attributes('bias').length > 0) return [];
  const edits = layers.map((one) => setKeyword(one, program.text, name, 'False'));
  if (edits.includes(undefined)) return [];
  return [
    {
      title: `Set ${name}=False in front of batch norm`,
      safety: 'review',
      reason: 'Checkpoints with the biases no longer load strictly, and a seeded run draws other first weights.',
      edits: edits.flatMap((one): readonly TextEdit[] => one ?? []),
      imports: [],
    },
  ];
}
