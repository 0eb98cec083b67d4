/** Which part of a network is trained, and whether its activations are computed again. */
import type { Assign, Node } from '../../syntax/ast';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { asBoolean } from '../values';
import type { Fact, Workload } from '../workload';
import { known } from './fact';

/** Calls after which only small matrices beside the weights are trained. */
const ADAPTERS = ['get_peft_model', 'add_adapter', 'inject_adapter_in_model'];
const TRL_TRAINERS = ['SFTTrainer', 'DPOTrainer', 'KTOTrainer', 'ORPOTrainer', 'RewardTrainer', 'GRPOTrainer'];

export type TrainedPart = Required<Pick<Workload, 'trains' | 'checkpointing'>>;

/** What the whole program says of the run at `run`; adapters and recomputation are set up once for a model. */
export function trainedPart(model: Model, run: { readonly start: number }): TrainedPart {
  if (usesAdapter(model)) return { trains: known('adapter'), checkpointing: recomputes(model) };
  const trains = isHeadOnly(model, run) ? known('head' as const) : null;
  return { trains, checkpointing: recomputes(model) };
}

const usesAdapter = perModel(
  (model) =>
    ADAPTERS.some((name) => model.program.calls(name).some((call) => !model.isIgnored(call))) ||
    TRL_TRAINERS.flatMap((name) => model.program.calls(name)).some((call) =>
      call.args.some(({ name, value }) => name === 'peft_config' && value.kind !== 'constant'),
    ),
);

const recomputes = perModel((model): Fact<boolean> => {
  const enabled =
    model.program.calls('gradient_checkpointing_enable')[0] ?? model.program.calls('set_grad_checkpointing')[0];
  if (enabled) return known(true, enabled);
  const stated = ['TrainingArguments', 'Seq2SeqTrainingArguments', 'SFTConfig', 'DPOConfig']
    .flatMap((name) => model.program.calls(name))
    .flatMap((call) => call.args.filter(({ name }) => name === 'gradient_checkpointing'));
  const value = stated[0] && asBoolean(model.value(stated[0].value));
  return value === undefined ? null : known(value, stated[0]?.value);
});

/** The last word on `trainable` or `requires_grad` before the run is that a whole network is frozen. */
function isHeadOnly(model: Model, run: { readonly start: number }): boolean {
  const last = freezes(model).findLast(({ node }) => node.start < run.start);
  return last?.freezes === true;
}

interface Freeze {
  readonly node: Node;
  readonly freezes: boolean;
}

const freezes = perModel((model): readonly Freeze[] =>
  [...model.program.attributes('trainable'), ...model.program.attributes('requires_grad')]
    .flatMap(({ parent }) => (parent?.kind === 'assign' ? (freezeOf(parent) ?? []) : []))
    .sort((a, b) => a.node.start - b.node.start),
);

/** `base.trainable = False`, and `param.requires_grad = False` in a loop over all parameters of something. */
function freezeOf(node: Assign): Freeze | undefined {
  const target = node.targets[0];
  if (target?.kind !== 'attribute' || node.value?.kind !== 'constant' || typeof node.value.value !== 'boolean') {
    return undefined;
  }
  if (target.attr === 'trainable') return isSomeLayers(node) ? undefined : { node, freezes: !node.value.value };
  if (target.attr !== 'requires_grad') return undefined;
  const around = node.parent;
  const isWhole = around?.kind === 'for' && around.iter.kind === 'call' && isParameters(around.iter.func);
  return node.value.value ? { node, freezes: false } : isWhole ? { node, freezes: true } : undefined;
}

/** `for layer in base.layers[:100]: layer.trainable = False` leaves the rest to train. */
function isSomeLayers({ parent }: Assign): boolean {
  return parent?.kind === 'for' ? parent.iter.kind !== 'attribute' : parent?.kind === 'if';
}

const isParameters = (callee: Node): boolean => callee.kind === 'attribute' && callee.attr === 'parameters';
