/** Finds long trainings with fixed shapes whose network is run kernel by kernel, where torch.compile would fuse them. */
import { insertAfter, replaceExpression } from '../../fixes/edits';
import { ACCELERATOR_WORDS } from '../../model/accelerator-words';
import { isBefore } from '../../model/configuration/versions';
import { paddedCalls } from '../../model/loaders/padding';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { fittedModule, scaleOfLightning, scaleOfLoop, scaleOfTransformer } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { anyOn } from '../../model/setting';
import { isPath, textOf } from '../../model/torch/modules';
import { destinationOf, loadsOf } from '../../model/trainers/hf-trainer';
import { fittingTrainers, isLegacy } from '../../model/trainers/lightning';
import type { Workload } from '../../model/workload';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, Node } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import { spanOf, type TextEdit } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { mayCompile, stepsOf } from '../shared/compilable';
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
    'mmaction2: 0.50 to 0.61 s a step, slower; Ansel et al. (ASPLOS 2024): 1.41x over 163 models; nanoGPT: 250 to 135 ms',
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
    if (model.document.isTest || /cpu|mps|tpu/.test(model.device.kind) || isBefore(model.version('torch'), 2, 2))
      return;
    for (const run of [...loopRuns(model), ...transformerRuns(model), ...lightningRuns(model)]) {
      const { workload, scale, pictures } = run;
      const steps = workload && !workload.stopsEarly ? stepsOf(workload) : 0;
      if (!workload || steps < (options['steps'] ?? 10_000) || arithmeticScale(scale).size !== 'long') continue;
      if (mayCompile(model) && ((pictures ?? workload.imageSize) || padsToLimit(model)))
        yield findingOf(run, workload, steps);
    }
  },
};

/** Texts are all padded to one length. */
const padsToLimit = (model: Model): boolean => {
  const padded = paddedCalls(model);
  return padded.length > 0 && padded.every(({ to }) => to === 'limit');
};

interface Run {
  /** Where it would be compiled. */
  readonly node: Node;
  readonly workload: Workload | undefined;
  /** The checkpoint takes pictures of one size. */
  readonly pictures?: boolean;
  readonly scale: Scale;
  readonly title: string;
  readonly edits: readonly TextEdit[] | undefined;
}

function* loopRuns(model: Model): Generator<Run> {
  const seen = new Set<Call>();
  for (const loop of model.device.kind === 'unknown' ? [] : model.trainingLoops) {
    const node = loop.framework === 'torch' && !/gan|rein|input/.test(loop.kind) ? madeBy(model, loop) : undefined;
    if (!node || seen.has(node) || model.isIgnored(node)) continue;
    seen.add(node);
    const workload = workloadOf(model, loop.epoch ?? loop.step, loop.step);
    const title = 'Call compile() on the network';
    yield { node, workload, scale: scaleOfLoop(model, loop), title, edits: inPlace(model, node) };
  }
}

const PUBLISHED =
  /^(torch\.nn\.Sequential$|torchvision\.models\.(?!segm|video|optical)|timm\.create_model|transformers\.\w+For(Seq|Tok|Image|Masked)\w+\.from_p)/;

/** The only call that can have made the network that the step calls. */
function madeBy(model: Model, { forwards }: TrainingLoop): Call | undefined {
  const origins = forwards.flatMap(({ func }) => model.origins(func));
  const made = new Set(
    origins.map((one) =>
      one.kind === 'instance' || (one.kind === 'result' && PUBLISHED.test(one.of)) ? one.call : null,
    ),
  );
  return made.size === 1 ? ([...made][0] ?? undefined) : undefined;
}

const MOVES = /^(\s*\.(to|cuda|train|float)\([^()]*\))*$/;

/** `net.compile()` below the line that makes it: unlike what `torch.compile(net)` returns, it keeps the names of its weights. */
function inPlace({ program }: Model, made: Call): TextEdit[] | undefined {
  const statement = statementOf(made);
  const target = statement?.kind === 'assign' ? statement.targets[0] : undefined;
  if (statement?.kind !== 'assign' || !target || !isPath(target) || statement.value?.start !== made.start)
    return undefined;
  if (statement.targets.length > 1 || !MOVES.test(program.text.slice(made.end, statement.value.end))) return undefined;
  return insertAfter(program, statement, `${program.text.slice(target.start, target.end)}.compile()`);
}

function* transformerRuns(model: Model): Generator<Run> {
  for (const { call, through } of model.callsOf('transformers.TrainingArguments')) {
    const given = model.arguments(call, ['output_dir']);
    const { runs, models } = destinationOf(model, call);
    if (through || !given.complete || models.length === 0 || model.isIgnored(call)) continue;
    if (anyOn(model, given, ['use_cpu', 'no_cuda', 'deepspeed', 'fsdp'])) continue;
    const workload = workloadOf(model, ...runs, call);
    const pictures = loadsOf(model, models).some(({ func }) => /ForImageClass/.test(textOf(model, func)));
    const edits = keywordEdits(model, call, given, 'torch_compile', 'True');
    const scale = scaleOfTransformer(model, workload);
    yield { node: call, workload, pictures, scale, title: 'Set torch_compile=True', edits };
  }
}

/** `trainer.fit(torch.compile(module))`, which Lightning takes apart again. */
function* lightningRuns(model: Model): Generator<Run> {
  for (const { call, given, fits } of fittingTrainers(model)) {
    const module = fittedModule(fits);
    if (!module || fits.length > 1 || !given.complete || isLegacy(given, model) || !runsOnAccelerator(model, given))
      continue;
    const workload = workloadOf(model, ...fits, call);
    const scale = scaleOfLightning(model, { module, epochs: workload?.epochs?.value ?? null, workload });
    const edits = isPath(module) ? replaceExpression(module, `torch.compile(${textOf(model, module)})`) : undefined;
    yield { node: module, workload, scale, title: 'Use torch.compile', edits };
  }
}

const ADVICE = 'compiling takes minutes and may be slower: time an epoch of both';

function findingOf({ node, title, edits }: Run, workload: Workload, steps: number): Finding {
  const isDefault = (workload.maxSteps ?? workload.epochs)?.certainty === 'default';
  const imports = title.includes('torch.') ? [{ from: null, name: 'torch' }] : [];
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(node),
    message: `${steps.toLocaleString('en-US')} steps of fixed shapes launch kernels one by one`,
    notes: notes(ADVICE, isDefault && 'the length is a default'),
    related: [{ span: workload.span, message: 'the training' }],
    facts: { steps },
    saving: SAVING,
    workload: workload.id,
    fixes: edits ? [{ title, safety: 'review', reason: `Results round otherwise; ${ADVICE}.`, edits, imports }] : [],
  };
}
