/** Finds PyTorch loops that validate after each epoch but train to the last one whatever comes out. */
import { asIs } from '../../model/answers';
import { type CallRun, runsByCall } from '../../model/call-runs';
import { STARTS_TRAINING } from '../../model/imports/training-elsewhere';
import type { Model } from '../../model/model';
import { perModel, perModelAnd } from '../../model/per-model';
import { mayEndEarly } from '../../model/torch/epoch-exits';
import { type EpochRun, supervisedRuns } from '../../model/torch/epoch-runs';
import { textOf } from '../../model/torch/modules';
import { type Validation, validationIn } from '../../model/torch/validation';
import { callsIn } from '../../model/traverse';
import { asNumber, leastNumber } from '../../model/values';
import type { Call, For, Node } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext } from '../rule';
import { epochsElsewhere, SCHEDULE_NOTE } from '../shared/epochs-elsewhere';
import { hasFixedSchedule, isScheduledByHand } from '../shared/fixed-schedule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { torchPlateau } from '../../model/trainers/plateau';
import { patienceBeside, plateauNote } from '../shared/patience';
import { bestUpdate, type BestUpdate, patienceEdits } from '../shared/patience-block';
import { perSite } from '../shared/per-site';
import { STOPPING_SAVING } from '../shared/stopping-saving';
import { scaleOfCall, scaleOfTorch } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { stepsOfLoop } from '../../model/scale/steps';
import { workloadOf } from '../../model/workloads/workload-of';

export const rule: Rule = {
  meta: {
    id: 'torch-loop-without-early-stopping',
    summary:
      'A PyTorch training loop validates but runs all its epochs, also those after the score has stopped improving.',
    category: 'stopping',
    severity: 'information',
    frameworks: ['torch'],
    triggers: ['backward', 'epoch', 'TrainEpoch'],
    requires: [
      [/\.\s*backward\s*\(/, /\bfor\s+\w*epoch\w*\s+in\b/, 'TrainEpoch', STARTS_TRAINING],
      [/\.\s*backward\s*\(/, /^\s*(?:from\s+[\w.]+\s+)?import\b/m],
      [/\bfor\b/, STARTS_TRAINING],
      [/val|test|dev/i],
    ],
    saving: STOPPING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: 30, minimum: 2, description: 'Loops of at least this many epochs are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const run of supervisedRuns(model)) yield* findingsAt(model, run, context);
    yield* epochsElsewhere(model, rule.meta.id, context.options['epochs'] ?? 30);
  },
};

const findingsAt = perSite(
  (run: EpochRun) => run.epoch,
  (model, run, context) => {
    const found = findingOf(model, run, context);
    return found ? [found] : [];
  },
);

function findingOf(model: Model, run: EpochRun, { options }: RuleContext): Finding | undefined {
  const { epoch } = run;
  const calls = runsByCall(model, epoch);
  const long = longEnough(run, calls, options['epochs'] ?? 30);
  if (!long) return undefined;
  const { epochs, isDefault, call } = long;
  const validation = validationIn(model, epoch);
  if (!validation || mayEndEarly(model, epoch)) return undefined;
  const workload = call ? workloadOf(model, call.call) : workloadOf(model, epoch, run.step);
  const doubts = doubtsOf(model, run, epochs);
  const scale = scaleOfLong(model, run, long);
  const level: Level = doubts.length > 0 ? 'hint' : lowered('information', isDefault ? 1 : 0);
  const best = bestUpdate(model, epoch, validation.scores);
  const plateau = torchPlateau(model);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(epoch.iter),
    message: `All ${epochs} epochs run, even if the validation score stops improving`,
    notes: notes(
      call && `of the ${calls.length} calls that start the loop, the shortest one that is long enough counts here`,
      isDefault && `the number of epochs is the default of ${run.epochs.via ?? 'an option'}`,
      ...doubts,
      best !== undefined && plateauNote(plateau, epochs),
      scaleNote(level, scale),
    ),
    related: [
      ...relatedOf(model, validation, best),
      ...(call ? [{ span: spanOf(call.call), message: `the run of ${epochs} epochs` }] : []),
    ],
    facts: { epochs, patience: patienceBeside(plateau, epochs) ?? null, metric: best?.metric ?? null },
    saving: STOPPING_SAVING,
    workload: workload?.id ?? null,
    fixes: best ? fixesOf(model, epoch, best, epochs) : [],
  };
}

interface LongRun {
  readonly epochs: number;
  readonly isDefault: boolean;
  /** The call that starts it, where several give numbers of their own. */
  readonly call?: CallRun;
}

/** Each call is a run of its own; of those that are long enough the shortest speaks for the loop. */
function longEnough({ epochs }: EpochRun, calls: readonly CallRun[], fewest: number): LongRun | undefined {
  const runs = calls.length > 0 ? calls.map((call) => ({ epochs: call.epochs, call })) : [{ epochs }];
  return runs
    .flatMap((one): LongRun[] => {
      const count = leastNumber(one.epochs);
      if (count === undefined || count < fewest) return [];
      return [{ ...one, epochs: count, isDefault: one.epochs.certainty === 'default' }];
    })
    .sort((a, b) => a.epochs - b.epochs)[0];
}

function scaleOfLong(model: Model, run: EpochRun, { epochs, call }: LongRun): Scale {
  if (run.loop && call) return scaleOfCall(model, run.loop, call);
  return scaleOfTorch(model, {
    workload: workloadOf(model, run.epoch, run.step),
    networks: run.models,
    epochs,
    steps: run.loop && stepsOfLoop(model, run.loop),
  });
}

/** Each makes the finding a hint. */
function doubtsOf(model: Model, { epoch }: EpochRun, epochs: number): string[] {
  return notes((hasFixedSchedule(model, epoch, epochs) || isScheduledByHand(model, epoch, epochs)) && SCHEDULE_NOTE);
}

function relatedOf(model: Model, { places }: Validation, best: BestUpdate | undefined): Finding['related'] {
  const place = best?.statement ?? places[0];
  if (!place) return [];
  const lineEnd = model.program.text.indexOf('\n', place.start);
  const span = { start: place.start, end: lineEnd < 0 ? place.end : Math.min(place.end, lineEnd) };
  return [{ span, message: best ? 'The best score is kept here' : 'The score is measured here' }];
}

/** Where several processes train, one of them must not leave the loop alone. */
const SEVERAL_PROCESSES = [
  'DistributedDataParallel',
  'DDP',
  'init_process_group',
  'Accelerator',
  'deepspeed',
  'xla_model',
  'horovod',
  'FullyShardedDataParallel',
];

function fixesOf(model: Model, epoch: For, best: BestUpdate, epochs: number): Fix[] {
  if (SEVERAL_PROCESSES.some((name) => model.program.mentions(name)) || countsOnAllEpochs(model, epoch, epochs))
    return [];
  const every = intervalOf(model, epoch, best);
  const patience = patienceBeside(torchPlateau(model), epochs / every);
  const unit = every > 1 ? 'validations' : 'epochs';
  const edits = patience === undefined ? undefined : patienceEdits(model, epoch, best, { unit, patience });
  if (!edits || patience === undefined) return [];
  const reason = `Training ends after ${patience} validations without a better ${best.metric}; too little patience can cost accuracy.`;
  return [{ title: `Add a patience of ${patience} ${unit}`, safety: 'review', reason, edits, imports: [] }];
}

/** Epochs between two validations: 5 under `if epoch % 5 == 0`. */
function intervalOf(model: Model, epoch: For, { statement }: BestUpdate): number {
  for (const at of ancestors(statement)) {
    if (at === epoch) break;
    const modulo = at.kind === 'if' ? [...descend(at.test)].find((node) => isModulo(node)) : undefined;
    const every = modulo?.kind === 'binary' ? asNumber(model.value(modulo.right)) : undefined;
    if (every !== undefined && every > 1) return every;
  }
  return 1;
}

const isModulo = (node: Node): boolean => node.kind === 'binary' && node.op === '%';

const SIZED = ['range', 'arange', 'linspace', 'zeros', 'empty', 'ones'];

/** A plot over `range(epochs)` or an array with a place for each epoch; other loops of as many epochs do not count. */
function countsOnAllEpochs(model: Model, epoch: For, epochs: number): boolean {
  const own = [...callsIn(epoch.iter)].flatMap(({ args }) => args.map(({ value }) => value));
  const bounds = own.filter(({ kind }) => kind !== 'constant').map((bound) => textOf(model, bound));
  return isSizeOf(model, String(epochs)) || bounds.some((bound) => isSizeOf(model, bound));
}

/** True when a range or an array elsewhere has a size that is written, or worth, so much. */
const isSizeOf = perModelAnd((model: Model, size: string): boolean => sizes(model).has(size), asIs);

const sizes = perModel((model): ReadonlySet<string> => {
  const calls = SIZED.flatMap((name) => model.program.calls(name)).filter((call) => !isLoopedOver(call));
  const values = calls.flatMap(({ args }) => args.map(({ value }) => value));
  return new Set(values.flatMap((value) => [textOf(model, value), String(asNumber(model.value(value)))]));
}, asIs);

/** `for epoch in tqdm(range(n))`. */
function isLoopedOver(call: Call): boolean {
  let at: Node = call;
  while (at.parent && (at.parent.kind === 'argument' || at.parent.kind === 'call')) at = at.parent;
  return at.parent?.kind === 'for' && at.parent.iter === at;
}
