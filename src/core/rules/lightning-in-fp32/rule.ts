/** Finds Lightning trainers and Fabrics that train in 32-bit precision on an accelerator. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { asNumber } from '../../model/values';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { isOnCpuBranch } from '../shared/cpu-branch';
import { keywordEdits } from '../shared/keyword-fix';
import { arithmeticScale, atMost, atScale, lowered, scaleNote } from '../shared/level';
import { FABRIC, fittingTrainers, isLegacy, isTrial, TRAINER } from '../../model/trainers/lightning';
import {
  runsOnAccelerator,
  isShortRun,
  precisionOf,
  type PrecisionArgument,
  setsPrecisionElsewhere,
} from '../shared/lightning-precision';
import {
  BF16_REASON,
  FP16_REASON,
  isReducedElsewhere,
  kernelNote,
  MIXED_PRECISION_SAVING,
  suitedToCard,
} from '../shared/mixed-precision';
import { notes } from '../shared/notes';
import { quoted } from '../shared/quotes';
import { isGraphNetwork, isReinforcement } from '../shared/special-training';
import { tf32Fixes } from '../shared/tf32-fix';
import { methodCallsOn } from '../../model/traverse';
import { fittedModule, scaleOfLightning } from '../../model/scale/of-runs';
import { compiledKernels } from '../../model/torch/compiled-kernels';
import { workloadOf } from '../../model/workloads/workload-of';
import { perSite } from '../shared/per-site';

export const rule: Rule = {
  meta: {
    id: 'lightning-in-fp32',
    summary: 'A Lightning run on an accelerator computes in 32-bit precision, which leaves its 16-bit units idle.',
    category: 'precision',
    severity: 'warning',
    frameworks: ['lightning'],
    triggers: ['lightning'],
    requires: [['Trainer', 'Fabric']],
    saving: MIXED_PRECISION_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model, context) {
    if (model.document.isTest) return;
    const entries = [...entriesOf(model)];
    const calls = [...model.callsOf(TRAINER), ...model.callsOf(FABRIC)].map(({ call }) => call);
    if (entries.length === 0 || isReinforcement(model) || model.precision.tf32 || isReducedElsewhere(model, calls))
      return;
    for (const entry of entries) yield* findingsAt(model, entry, context);
  },
};

const findingsAt = perSite(
  (entry: Entry) => entry.call,
  (model, entry) => {
    const found = findingOf(model, entry);
    return found ? [found] : [];
  },
);

/** A Trainer or Fabric that trains, and the calls that do. */
interface Entry {
  readonly kind: 'Trainer' | 'Fabric';
  readonly call: Call;
  readonly given: Arguments;
  readonly runs: readonly Call[];
  readonly certainty: 'is' | 'may';
}

function* entriesOf(model: Model): Generator<Entry> {
  for (const trainer of fittingTrainers(model)) yield { kind: 'Trainer', ...trainer, runs: trainer.fits };
  for (const { call, certainty, through } of model.callsOf(FABRIC)) {
    const runs = methodCallsOn(model, call, 'backward');
    if (through || runs.length === 0 || model.isIgnored(call)) continue;
    yield { kind: 'Fabric', call, given: model.arguments(call, []), runs, certainty };
  }
}

/** Who tries a library out sets no more, and takes the network from it. */
const FEW_EPOCHS = 5;

/** A Fabric with none of these is made to be configured by the command that launches it. */
const CONFIGURED = ['accelerator', 'strategy', 'devices', 'num_nodes', 'precision', 'plugins'];

function findingOf(model: Model, entry: Entry): Finding | undefined {
  const { call, given, runs, kind } = entry;
  if (!given.complete || isTrial(model, given) || isOnCpuBranch(call)) return undefined;
  const precision = precisionOf(model, given);
  const device = runsOnAccelerator(model, given);
  // Double precision is `float64-on-accelerator`.
  if (!precision || precision.bits === 64 || !device || setsPrecisionElsewhere(model, given)) return undefined;
  const workload = workloadOf(model, ...runs, call);
  const launched = kind === 'Fabric' && !CONFIGURED.some((name) => given.has(name));
  const kernels = compiledKernels(model);
  const steps = [
    precision.overridable,
    entry.certainty === 'may',
    device === 'perhaps',
    launched,
    kernels !== undefined,
  ];
  const level = lowered('warning', steps.filter(Boolean).length);
  const graph = isGraphNetwork(model);
  const short = isShortRun(model, given);
  const scale = arithmeticScale(scaleOfLightning(model, { ...sizedBy(model, entry), workload, fewEpochs: FEW_EPOCHS }));
  return {
    rule: rule.meta.id,
    severity: short || graph ? atMost(level, 'hint') : atScale(level, scale),
    span: spanOf(call),
    message: messageOf(kind, precision),
    notes: notes(
      precision.via && `${precision.via} can choose another precision, its default does not`,
      device === 'perhaps' && 'the accelerator is chosen at run time',
      launched && '`fabric run --precision` can set it: nothing is configured here',
      kernelNote(kernels),
      short ? 'the run is short' : scaleNote(level, scale),
      graph && 'sparse graph kernels may not run in 16 bits',
    ),
    related: runs.slice(0, 1).map((run) => ({ span: spanOf(run), message: 'The training runs here' })),
    facts: { precision: `${precision.bits}-true`, explicit: precision.explicit },
    saving: MIXED_PRECISION_SAVING,
    workload: workload?.id ?? null,
    fixes: precision.overridable || graph ? [] : fixesOf(model, call, given),
  };
}

/** The module and the epochs; without any limit Lightning trains for 1,000. */
function sizedBy(model: Model, { kind, given, runs }: Entry): { module: Expr | undefined; epochs: number | null } {
  const limit = given.get('max_epochs');
  const unlimited = kind === 'Trainer' && !given.has('max_steps') ? 1000 : undefined;
  const epochs = limit ? asNumber(model.value(limit.value)) : unlimited;
  return { module: kind === 'Trainer' ? fittedModule(runs) : undefined, epochs: epochs ?? null };
}

function messageOf(kind: Entry['kind'], { bits, explicit, overridable }: PrecisionArgument): string {
  if (overridable) return `${kind} computes in ${bits}-bit precision by default`;
  return explicit ? `${kind} is set to ${bits}-bit precision` : `${kind} computes in 32-bit precision, the default`;
}

function fixesOf(model: Model, call: Call, given: Arguments): Fix[] {
  const write = (text: string, reason: string): Fix[] => {
    const edits = keywordEdits(model, call, given, 'precision', text);
    return edits ? [{ title: `Set precision=${text}`, safety: 'review', reason, edits, imports: [] }] : [];
  };
  if (compiledKernels(model)) return tf32Fixes(model, call);
  // Lightning 1.x knows only the number.
  if (isLegacy(given, model)) return write('16', FP16_REASON);
  const bf16 = write(quoted(model, 'bf16-mixed'), BF16_REASON);
  const fp16 = write(quoted(model, '16-mixed'), FP16_REASON);
  const tf32 = tf32Fixes(model, call);
  return [...suitedToCard(model, bf16, fp16), ...tf32];
}
