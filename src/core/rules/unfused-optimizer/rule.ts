/** Finds optimizers of large networks that update each weight in kernels of their own, where one fused kernel would do. */
import { addKeyword } from '../../fixes/calls';
import { ACCELERATOR_WORDS } from '../../model/accelerator-words';
import { isTorchBefore } from '../../model/torch/release';
import type { TrainingLoop } from '../../model/loops';
import type { Model, ResolvedCall } from '../../model/model';
import { perModel, perModelAnd } from '../../model/per-model';
import { anyOn } from '../../model/setting';
import { freezes } from '../../model/torch/traits';
import { trainingLoopAt } from '../../model/training-loops';
import { madeBy } from '../../model/traverse';
import type { Workload } from '../../model/workload';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, Expr, Node } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { perSite } from '../shared/per-site';
import { weightsOf } from '../shared/weights-of';

const SAVING: Saving = {
  scope: 'train',
  low: 0.016,
  typical: 0.026,
  high: 0.1,
  grade: 'T',
  source:
    'pytorch/torchtitan pull request 881: 1.6 to 3.6 % more throughput with fused AdamW; GPT-2 on an H200 (docs/benchmarks.md): 10 % of the energy',
};

export const rule: Rule = {
  meta: {
    id: 'unfused-optimizer',
    summary:
      'An optimizer of a large network goes through its weights several times a step where one fused kernel would do.',
    category: 'loop',
    severity: 'hint',
    frameworks: ['torch'],
    triggers: ['Adam', 'SGD'],
    requires: [[/\bbackward\s*\(/], ACCELERATOR_WORDS, [/\.\s*step\s*\(/]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      parameters: { default: 50, minimum: 1, description: 'Millions of weights from which on a network is large.' },
    },
  },
  *check(model, context) {
    const { kind } = model.device;
    if (model.document.isTest || (kind !== 'accelerator' && kind !== 'conditional')) return;
    const found = model.callsOf(...OPTIMIZERS.keys());
    if (found.length === 0 || isSettled(model)) return;
    for (const site of found) if (!model.isIgnored(site.call)) yield* findingsAt(model, site, context);
  },
};

/** With the release of PyTorch that brought `fused=` (release notes of 2.0 and 2.3). */
const OPTIMIZERS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['torch.optim.Adam', [2, 0]],
  ['torch.optim.AdamW', [2, 0]],
  ['torch.optim.SGD', [2, 3]],
]);

/** Others look after the updates, or weights are sparse, few or spread over devices. */
const ELSEWHERE = [
  'deepspeed',
  'apex',
  'bitsandbytes',
  'FullyShardedDataParallel',
  'FullyShardedDataParallelPlugin',
  'ParallelismConfig',
  'fully_shard',
  'FSDP',
  'SparseAdam',
];

function isSettled(model: Model): boolean {
  const { program, traits } = model;
  if (traits.includes('adapter') || traits.includes('linear-probe') || freezes(model)) return true;
  return ELSEWHERE.some((name) => program.mentions(name)) || program.first(OTHER_WEIGHTS) !== undefined;
}

/** Gradients of a few rows, and adapters, by whatever library. */
const OTHER_WEIGHTS = /\bsparse\s*=\s*True|\blora|_lora_/i;

const DECIDED = ['fused', 'foreach', 'capturable', 'differentiable'];

const findingsAt = perSite(
  ({ call }: ResolvedCall) => call,
  (model, { call, name, certainty, through }, { options }) => {
    const given = model.arguments(call, ['params', 'lr']);
    const since = OPTIMIZERS.get(name);
    if (certainty === 'may' || through || !given.complete || DECIDED.some((one) => given.has(one))) return [];
    if (anyOn(model, given, ['maximize']) || !since || isTorchBefore(model, ...since)) return [];
    const step = stepUpdatedBy(model, call);
    const loop = step && trainingLoopAt(model, step);
    const params = given.get('params')?.value;
    if (!loop || !params || !isWholeNetwork(params)) return [];
    const workload = workloadOf(model, loop.epoch ?? loop.step, loop.step);
    const weights = (workload?.trains?.value ?? 'all') === 'all' ? weightsOf(workload) : undefined;
    if (weights === undefined || weights < 1e6 * (options['parameters'] ?? 50)) return [];
    return [findingOf(model, call, name, { weights, workload })];
  },
);

/** An answer of its own, so that a change to other loops does not count. */
const stepUpdatedBy = perModelAnd((model: Model, optimizer: Call): Node | undefined => updated(model).get(optimizer));

/** Optimizers with the step of the first loop that each updates the weights in. */
const updated = perModel((model): ReadonlyMap<Call, Node> => {
  const steps = new Map<Call, Node>();
  for (const loop of model.trainingLoops)
    for (const call of optimizersOf(model, loop)) if (!steps.has(call)) steps.set(call, loop.step);
  return steps;
});

function optimizersOf(model: Model, { update, framework }: TrainingLoop): readonly Call[] {
  if (framework !== 'torch' || update.func.kind !== 'attribute') return [];
  const given = update.args[0]?.value;
  return [update.func.value, ...(given ? [given] : [])].flatMap((one) => madeBy(model, one));
}

/** `model.parameters()`, and groups that are made before; not those of one layer, nor the ones that are not frozen. */
function isWholeNetwork(params: Expr): boolean {
  if (params.kind === 'name') return true;
  if (params.kind === 'list') return params.items.length > 1;
  if (params.kind !== 'call' || params.func.kind !== 'attribute' || params.func.attr !== 'parameters') return false;
  const { value } = params.func;
  return value.kind === 'name' || (value.kind === 'attribute' && value.value.kind === 'name' && !HEAD.test(value.attr));
}

const HEAD = /^(fc\d?|head|heads|classifier|linear\w*|last_linear|output_layer|lm_head|score)$/;

interface Facts {
  readonly weights: number;
  readonly workload: Workload | undefined;
}

function findingOf(model: Model, call: Call, name: string, { weights, workload }: Facts): Finding {
  const millions = Math.round(weights / 1e6);
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(call),
    message: `${name.split('.').at(-1) ?? 'The optimizer'} updates ${millions}M weights without a fused kernel`,
    notes: [],
    related: [],
    facts: { parameters: weights },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: fixesOf(model, call),
  };
}

const REASON = 'Without a GPU, PyTorch before 2.4 refuses fused=True.';

/** Older releases look at once whether the weights are on the accelerator, so they have to be moved before. */
function fixesOf(model: Model, call: Call): Fix[] {
  const isMoved = ['to', 'cuda'].some((name) => model.program.calls(name).some((one) => one.start < call.start));
  const edits = isMoved ? addKeyword(call, model.program.text, 'fused', 'True') : undefined;
  if (!edits) return [];
  const fix = { title: 'Add fused=True', edits, imports: [] };
  return [
    model.device.kind === 'accelerator' ? { ...fix, safety: 'safe' } : { ...fix, safety: 'review', reason: REASON },
  ];
}
