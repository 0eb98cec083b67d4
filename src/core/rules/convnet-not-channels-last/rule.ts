/** Finds convolutional networks that train in 16 bits with the channels first. */
import { modelNamed } from '../../../data/models';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { fittedModule, scaleOfLightning, scaleOfLoop } from '../../model/scale/of-runs';
import type { Arguments } from '../../model/arguments';
import { valueOf } from '../../model/setting';
import { fittingTrainers } from '../../model/trainers/lightning';
import { asNumber, asString, UNKNOWN } from '../../model/values';
import { modelName } from '../../model/workloads/names';
import { workloadOf } from '../../model/workloads/workload-of';
import type { ClassDef, Expr } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import { ACCELERATOR_WORDS } from '../../model/accelerator-words';
import type { Finding, Rule, Saving } from '../rule';
import { channelsLastFixes, channelsLastModuleFixes, moveOf } from '../shared/channels-last-fix';
import { arithmeticScale } from '../shared/level';
import { perSite } from '../shared/per-site';
import { isConvolutional } from '../shared/torch-loop';

const SAVING: Saving = {
  scope: 'train',
  low: 0,
  typical: 0.25,
  high: 0.4,
  grade: 'E',
  source:
    'energy of a step on an H200 (docs/benchmarks.md): ResNet-50 29 %, MobileNetV2 40 %, ResNet-18 at 32 x 32 pixels 13 %',
};

export const rule: Rule = {
  meta: {
    id: 'convnet-not-channels-last',
    summary: 'A convolutional network trains in 16 bits with its channels first, so kernels transpose on the way.',
    category: 'precision',
    severity: 'hint',
    frameworks: ['torch', 'lightning'],
    triggers: ['backward', 'lightning'],
    requires: [
      ['autocast', 'GradScaler', 'mixed_precision', 'bfloat16', 'half', 'amp', /precision\s*=\s*['"]?(bf)?16/],
      [...ACCELERATOR_WORDS, 'precision'],
      [/backward\s*\(/, 'lightning'],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model, context) {
    const { device, precision } = model;
    if (model.document.isTest) return;
    yield* lightningFindings(model);
    if (model.trainingLoops.length === 0 || precision.state !== 'mixed') return;
    if ((device.kind !== 'accelerator' && device.kind !== 'conditional') || hasLayout(model) || isOptional(model))
      return;
    for (const loop of model.trainingLoops) yield* findingsAt(model, loop, context);
  },
};

/** Somebody chose a layout, a compiler does, or pictures are not what goes in. */
const hasLayout = perModel((model): boolean => {
  const layout = /channels_last|memory_format|torch\s*\.\s*compile|torch_tensorrt/;
  if (model.program.first(layout) || model.document.modules?.some(({ text }) => layout.test(text))) return true;
  return ['Conv1d', 'Conv3d', 'torch_xla', 'mps', 'DeformConv2d'].some((name) => model.program.mentions(name));
});

const SWITCHES = /^(enabled|mixed_precision)$/;

/** `autocast(enabled=args.amp)`: whether there are 16 bits at all is up to who starts it. */
const isOptional = perModel((model): boolean =>
  ['autocast', 'GradScaler', 'Accelerator'].some((name) =>
    model.program
      .calls(name)
      .some(({ args }) => args.some((one) => SWITCHES.test(one.name ?? '') && !isOn(model, one.value))),
  ),
);

function isOn(model: Model, value: Expr): boolean {
  const { alternatives, certainty } = model.value(value);
  const [only] = alternatives;
  if (certainty !== 'known' || alternatives.length !== 1) return false;
  return only?.type === 'boolean' ? only.value : only?.type === 'string' && only.value !== 'no';
}

const findingsAt = perSite(
  ({ step }: TrainingLoop) => step,
  (model, loop) => {
    const network = loop.model;
    if (loop.framework !== 'torch' || !network || loop.kind === 'reinforcement' || loop.kind === 'input-optimisation')
      return [];
    if (!isPlainConvnet(model, loop, network) || arithmeticScale(scaleOfLoop(model, loop)).size === 'short') return [];
    return [findingOf(model, loop, network)];
  },
);

/** Convolutions in groups have cliffs in either layout. */
const GROUPED = /resnext|regnet|convnext|32x|64x/i;

function isPlainConvnet(model: Model, loop: TrainingLoop, network: Expr): boolean {
  const own = model.origins(network).flatMap((origin) => (origin.kind === 'instance' ? [origin.of] : []));
  if (own.length > 0) return isConvolutional(model, loop) && own.every((one) => keepsLayout(model, one));
  return isPublishedConvnet(model, network);
}

function isPublishedConvnet(model: Model, network: Expr): boolean {
  const name = modelName(model, network)?.value;
  const facts = name === undefined || GROUPED.test(name) ? undefined : modelNamed(name);
  return facts?.modelClass === 'cnn' || facts?.modelClass === 'plain';
}

/** `x.view(...)` fails on what is laid out otherwise, and so may code of one's own. */
function keepsLayout(model: Model, definition: ClassDef): boolean {
  const { program } = model;
  const inside = ['view', 'permute', 'unfold', 'pixel_shuffle'].some(
    (name) => program.callsIn(definition, name).length > 0,
  );
  return !inside && !program.first(/\.view\s*\(|groups\s*=/);
}

/** A Trainer that computes in 16 bits with a module that is built around one published network. */
function* lightningFindings(model: Model): Generator<Finding> {
  for (const { given, fits, call } of fittingTrainers(model)) {
    const precision = valueOf(model, given, 'precision');
    const [fit] = fits;
    const module = fit && fittedModule([fit]);
    if (
      !module ||
      precision?.certainty !== 'known' ||
      !IN_16_BITS.test(`${asString(precision) ?? asNumber(precision)}`)
    )
      continue;
    if (hasLayout(model) || !isPublishedConvnet(model, module) || isOnCpu(model, given)) continue;
    const workload = workloadOf(model, fit, call);
    const epochs = workload?.epochs?.value ?? null;
    if (arithmeticScale(scaleOfLightning(model, { module, epochs, workload })).size === 'short') continue;
    yield {
      ...common(model, module),
      span: spanOf(call),
      related: [{ span: spanOf(fit), message: 'the training' }],
      workload: workload?.id ?? null,
      fixes: channelsLastModuleFixes(model, fit, module),
    };
  }
}

const IN_16_BITS = /^(bf)?16/;

const isOnCpu = (model: Model, given: Arguments): boolean =>
  /cpu|mps|tpu/.test(asString(valueOf(model, given, 'accelerator') ?? UNKNOWN) ?? '');

type Common = Pick<Finding, 'rule' | 'severity' | 'message' | 'notes' | 'facts' | 'saving'>;

const common = (model: Model, network: Expr): Common => ({
  rule: rule.meta.id,
  severity: 'hint',
  message: 'The convolutions run in 16 bits with the channels first',
  notes: ['16-bit kernels want the channels last and transpose what comes otherwise'],
  facts: { model: modelName(model, network)?.value ?? null },
  saving: SAVING,
});

function findingOf(model: Model, loop: TrainingLoop, network: Expr): Finding {
  const move = moveOf(model, network, loop.step.start);
  return {
    ...common(model, network),
    span: spanOf(move ?? loop.forwards[0] ?? loop.backward),
    related: model.precision.evidence.slice(0, 1).map(({ span, what }) => ({ span, message: what })),
    workload: workloadOf(model, loop.epoch ?? loop.step, loop.step)?.id ?? null,
    fixes: channelsLastFixes(model, loop, move),
  };
}
