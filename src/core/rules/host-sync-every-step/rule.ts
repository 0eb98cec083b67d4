/** Finds training steps that wait for the accelerator each time to read a number from it. */
import { insertAfter } from '../../fixes/statements';
import { reference } from '../../fixes/reference';
import { ACCELERATOR_WORDS } from '../../model/accelerator-words';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { isWithin } from '../../model/torch/events';
import { isLeftOnCpu } from '../../model/torch/left-on-cpu';
import { textOf } from '../../model/torch/modules';
import { calleeName } from '../../model/traverse';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Node } from '../../syntax/ast';
import { descendRunning, statementOf } from '../../syntax/walk';
import { importsModule } from '../../syntax/imported-modules';
import { spanOf, type TextEdit } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { hostSyncs } from '../shared/host-syncs';
import { notes } from '../shared/notes';
import { perSite } from '../shared/per-site';
import { leavesGpuIdle, runsOnCpu, stepMentions } from '../shared/torch-loop';
import { weightsOf } from '../shared/weights-of';

const SAVING: Saving = {
  scope: 'train',
  low: 0,
  typical: 0.05,
  high: 0.09,
  grade: 'E',
  source:
    'energy of a step on an H200 (docs/benchmarks.md): ResNet-18 at 32 x 32 1 % in fp32 and 5 % in bf16, CNN for MNIST 9 %',
};

export const rule: Rule = {
  meta: {
    id: 'host-sync-every-step',
    summary: 'Each training step waits for the accelerator to read a number from it.',
    category: 'loop',
    severity: 'hint',
    frameworks: ['torch'],
    triggers: ['backward'],
    requires: [
      [/\bbackward\s*\(/],
      ACCELERATOR_WORDS,
      [/\.\s*(?:item|tolist|cpu|numpy|synchronize)\s*\(/, /\b(?:float|int|print)\s*\(/],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model, context) {
    const { kind } = model.device;
    if (model.document.isTest || (kind !== 'accelerator' && kind !== 'conditional') || leavesGpuIdle(model)) return;
    // Pipelines that make pictures are trained in long steps, too.
    if (importsModule(model.program, /^diffusers(\.|$)/)) return;
    for (const loop of model.trainingLoops) yield* findingsAt(model, loop, context);
  },
};

const findingsAt = perSite(
  ({ step }: TrainingLoop) => step,
  (model, loop) => {
    if (model.isIgnored(loop.step) || !isCandidate(model, loop)) return [];
    const [first, ...others] = hostSyncs(model, loop);
    return first ? [findingOf(model, loop, [first, ...others])] : [];
  },
);

/** What reads the loss each time by itself, so that one more read costs nothing. */
const READS_ANYWAY = /\b(isnan|isfinite|isinf|scaler|GradScaler|scale_loss)\b/;
const OWN_PACE: ReadonlySet<TrainingLoop['kind']> = new Set(['reinforcement', 'input-optimisation']);
/** Steps of such networks take so long that waiting is lost in them. */
const LONG_STEP = 1e9;

function isCandidate(model: Model, loop: TrainingLoop): boolean {
  if (loop.framework !== 'torch' || OWN_PACE.has(loop.kind) || loop.step === loop.epoch) return false;
  if (stepMentions(model, loop, READS_ANYWAY) || isLeftOnCpu(model, loop.step) || runsOnCpu(model, loop)) return false;
  return (weightsOf(workloadOf(model, loop.epoch ?? loop.step, loop.step)) ?? 0) < LONG_STEP;
}

type Syncs = readonly [Node, ...Node[]];

const SHOWN = 5;

function findingOf(model: Model, loop: TrainingLoop, syncs: Syncs): Finding {
  const [first, ...others] = syncs;
  const text = textOf(model, first).replace(/\s+/g, ' ');
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(first),
    message: `Each step waits for the accelerator${text.length <= 40 ? ` at \`${text.replace(/"/g, "'")}\`` : ''}`,
    notes: notes(
      'it shows in steps of a few milliseconds, where the accelerator has run out of work when it is given more',
    ),
    related: others.slice(0, SHOWN).map((one) => ({ span: spanOf(one), message: 'The step waits here as well' })),
    facts: { syncs: syncs.length },
    saving: SAVING,
    workload: workloadOf(model, loop.epoch ?? loop.step, loop.step)?.id ?? null,
    fixes: fixesOf(model, loop, syncs),
  };
}

const REASON = 'The sum is taken in the precision of the loss, and read once after the loop.';

/** Only where all that waits are running sums that nothing reads before the loop ends. */
function fixesOf(model: Model, loop: TrainingLoop, syncs: Syncs): Fix[] {
  const sums = syncs.map((one) => summedName(loop, one));
  const names = [...new Set(sums)];
  if (names.includes(undefined)) return [];
  const { expression, imports } = reference(model.program, 'torch.as_tensor', loop.step);
  const after = names.map((name) => `${name} = ${expression}(${name}).item()`).join('\n');
  const inserted = insertAfter(model.program, loop.step, after);
  if (!inserted || loop.step.orelse.length > 0) return [];
  const edits: TextEdit[] = [...syncs.flatMap(withoutRead), ...inserted];
  return [
    { title: 'Use .detach() in the step, and read the sum once', safety: 'review', reason: REASON, edits, imports },
  ];
}

/** `running` in `running += loss.item()`, where the loop has no other use for it. */
function summedName({ step }: TrainingLoop, sync: Node): string | undefined {
  const statement = statementOf(sync);
  if (statement?.kind !== 'augassign' || statement.op !== '+' || statement.target.kind !== 'name') return undefined;
  if (!isWithin(statement, step) || sync.kind !== 'call' || calleeName(sync) !== 'item') return undefined;
  const name = statement.target.id;
  const uses = [...descendRunning(step)].filter((node) => node.kind === 'name' && node.id === name);
  return uses.length === 1 ? name : undefined;
}

/** `.item()` becomes `.detach()`, and so does `.cpu().item()`: the copy would wait as well. */
function withoutRead(sync: Node): TextEdit[] {
  if (sync.kind !== 'call' || sync.func.kind !== 'attribute') return [];
  let { value } = sync.func;
  while (value.kind === 'call' && value.func.kind === 'attribute' && value.func.attr === 'cpu')
    value = value.func.value;
  const start = value === sync.func.value ? sync.func.end - 'item'.length : value.end;
  return [{ span: { start, end: sync.func.end }, newText: value === sync.func.value ? 'detach' : '.detach' }];
}
