/** Finds long trainings with fixed shapes whose network is run kernel by kernel, where torch.compile would fuse them. */
import { modelNamed } from '../../../data/models';
import { insertAfter, replaceExpression } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import { ACCELERATOR_WORDS } from '../../model/accelerator-words';
import { isBefore } from '../../model/configuration/versions';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { fittedModule, scaleOfLightning, scaleOfLoop, scaleOfTransformer } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { anyOn } from '../../model/setting';
import { isPath, textOf } from '../../model/torch/modules';
import { destinationOf, loadsOf } from '../../model/trainers/hf-trainer';
import { fittingTrainers, isLegacy } from '../../model/trainers/lightning';
import type { Workload } from '../../model/workload';
import { modelName } from '../../model/workloads/names';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, Expr, Node } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import { spanOf, type TextEdit } from '../../text/span';
import type { Finding, ImportNeed, Rule, Saving } from '../rule';
import { mayCompile, padsToLimit, stepsOf } from '../shared/compilable';
import { importOf } from '../shared/import-of';
import { keywordEdits } from '../shared/keyword-fix';
import { arithmeticScale } from '../shared/level';
import { runsOnAccelerator } from '../shared/lightning-precision';
import { notes } from '../shared/notes';

const SAVING: Saving = {
  scope: 'train',
  low: -0.22,
  typical: 0.29,
  high: 0.46,
  grade: 'T',
  source:
    'mmaction2 (pytorch2.0.md): 0.50 to 0.61 s a step, slower; Ansel et al. 2024 (ASPLOS): 1.41x over 163 models; nanoGPT README: 250 to 135 ms',
};

export const rule: Rule = {
  meta: {
    id: 'uncompiled-long-training',
    summary: 'A long training with fixed shapes launches its kernels one by one, where torch.compile may fuse them.',
    category: 'loop',
    severity: 'off',
    frameworks: ['torch', 'huggingface', 'lightning'],
    triggers: ['backward', 'TrainingArguments', 'lightning'],
    requires: [
      [importOf('torch', 'transformers', 'lightning', 'pytorch_lightning')],
      [...ACCELERATOR_WORDS, 'TrainingArguments', 'Trainer'],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      steps: { default: 10_000, minimum: 1, description: 'Runs of fewer optimizer steps are not reported.' },
    },
  },
  *check(model, { options }) {
    const { kind } = model.device;
    if (model.document.isTest || kind === 'cpu' || kind === 'mps' || kind === 'tpu') return;
    if (isBefore(model.version('torch'), 2, 0)) return;
    for (const find of [loopRuns, transformerRuns, lightningRuns])
      for (const run of find(model)) {
        const steps = stepsOf(run.workload) ?? 0;
        const isLong = steps >= (options['steps'] ?? 10_000) && arithmeticScale(run.scale()).size === 'long';
        if (isLong && mayCompile(model) && (run.pictures || padsToLimit(model))) yield findingOf(run, steps);
      }
  },
};

interface Run {
  /** Where it would be compiled. */
  readonly node: Node;
  readonly training: Node | undefined;
  readonly workload: Workload | undefined;
  /** Of one size: those that a data set or a transform names, or that a checkpoint wants. */
  readonly pictures: boolean;
  readonly scale: () => Scale;
  readonly fix: () => Change | undefined;
}

interface Change {
  readonly title: string;
  readonly edits: readonly TextEdit[] | undefined;
  readonly imports: readonly ImportNeed[];
}

function* loopRuns(model: Model): Generator<Run> {
  const { kind } = model.device;
  if (kind !== 'accelerator' && kind !== 'conditional') return;
  const seen = new Set<Call>();
  for (const loop of model.trainingLoops) {
    const node = loop.framework === 'torch' && !/gan|rein|input/.test(loop.kind) ? madeBy(model, loop) : undefined;
    if (!node || seen.has(node) || model.isIgnored(node)) continue;
    seen.add(node);
    const training = loop.epoch ?? loop.step;
    const workload = workloadOf(model, training, loop.step);
    const pictures = isSized(workload);
    yield {
      node,
      training,
      workload,
      pictures,
      scale: () => scaleOfLoop(model, loop),
      fix: () => inPlace(model, node),
    };
  }
}

const isSized = (workload: Workload | undefined): boolean => (workload?.imageSize ?? null) !== null;

/** The only call that can have made the network that the step calls. */
function madeBy(model: Model, { forwards }: TrainingLoop): Call | undefined {
  const made = new Set(
    forwards.flatMap(({ func }) =>
      model.origins(func).map((one) => {
        if (one.kind === 'instance') return one.call ?? undefined;
        return one.kind === 'result' && isPublished(model, func, one.of) ? one.call : undefined;
      }),
    ),
  );
  return made.size === 1 ? [...made][0] : undefined;
}

const PUBLISHED =
  /^(torchvision\.models\.(?!segm|video|optical)|timm\.create_model|transformers\.\w+For(Seq|Tok|Image|Masked)\w+\.from_pretrained)/;

const isPublished = (model: Model, network: Expr, of: string): boolean =>
  of === 'torch.nn.Sequential' ||
  (PUBLISHED.test(of) && modelNamed(modelName(model, network)?.value ?? '') !== undefined);

const MOVES = /^\s*(\.(to|cuda|train|float)\([^()]*\)\s*)*$/;

/** `net.compile()` below the line that makes it: unlike what `torch.compile(net)` returns, it keeps the names of its weights. */
function inPlace(model: Model, made: Call): Change | undefined {
  const statement = statementOf(made);
  const target = statement?.kind === 'assign' && statement.targets.length === 1 ? statement.targets[0] : undefined;
  if (statement?.kind !== 'assign' || !target || !isPath(target) || isBefore(model.version('torch'), 2, 2))
    return undefined;
  if (made.start !== statement.value?.start || !MOVES.test(model.program.text.slice(made.end, statement.value.end)))
    return undefined;
  const edits = insertAfter(model.program, statement, `${textOf(model, target)}.compile()`);
  return { title: 'Call compile() on the network', edits, imports: [] };
}

function* transformerRuns(model: Model): Generator<Run> {
  for (const { call, through } of model.callsOf('transformers.TrainingArguments')) {
    const given = model.arguments(call, ['output_dir']);
    const { runs, models } = destinationOf(model, call);
    if (through || !given.complete || runs.length === 0 || models.length === 0 || model.isIgnored(call)) continue;
    if (anyOn(model, given, ['use_cpu', 'no_cuda', 'deepspeed', 'fsdp', 'use_mps_device'])) continue;
    if (isBefore(model.version('transformers'), 4, 26)) continue;
    const workload = workloadOf(model, ...runs, call);
    const fix = (): Change => ({
      title: 'Set torch_compile=True',
      edits: keywordEdits(model, call, given, 'torch_compile', 'True'),
      imports: [],
    });
    const pictures = loadsOf(model, models).some((load) => /ForImageClassification/.test(textOf(model, load.func)));
    yield { node: call, training: runs[0], workload, pictures, scale: () => scaleOfTransformer(model, workload), fix };
  }
}

function* lightningRuns(model: Model): Generator<Run> {
  for (const { call, given, fits } of fittingTrainers(model)) {
    const [fit] = fits;
    const module = fittedModule(fits);
    if (!fit || !module || fits.length > 1 || !given.complete || isLegacy(given, model)) continue;
    if (!runsOnAccelerator(model, given)) continue;
    const workload = workloadOf(model, fit, call);
    const epochs = workload?.epochs?.value ?? null;
    yield {
      node: module,
      training: undefined,
      workload,
      pictures: isSized(workload),
      scale: () => scaleOfLightning(model, { module, epochs, workload }),
      fix: () => fitted(model, module),
    };
  }
}

/** `trainer.fit(torch.compile(module))`, which Lightning takes apart again. */
function fitted(model: Model, module: Expr): Change | undefined {
  if (!isPath(module)) return undefined;
  const { expression, imports } = reference(model.program, 'torch.compile', module);
  const edits = replaceExpression(module, `${expression}(${textOf(model, module)})`);
  return { title: 'Use torch.compile', edits, imports };
}

const REASON =
  'The first steps compile for minutes, some networks get slower, and rounding differs: time an epoch of both.';

function findingOf({ node, training, workload, fix }: Run, steps: number): Finding {
  const { title, edits, imports } = fix() ?? {};
  const isDefault = [workload?.maxSteps ?? workload?.epochs, workload?.batchSize].some(
    (one) => one?.certainty === 'default',
  );
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(node),
    message: `${steps.toLocaleString('en-US')} steps of fixed shapes launch kernels one by one`,
    notes: notes(
      'compiling takes minutes and may be slower: time an epoch of both',
      isDefault && 'the length is a default',
    ),
    related: training ? [{ span: spanOf(training), message: 'the training' }] : [],
    facts: { steps },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: title && edits && imports ? [{ title, safety: 'review', reason: REASON, edits, imports }] : [],
  };
}
