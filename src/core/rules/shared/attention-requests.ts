/** Finds where a program asks transformers for attention that is computed step by step, and whether anything needs that. */
import type { Argument, Call, Expr, Node } from '../../syntax/ast';
import { importsModule } from '../../syntax/imported-modules';
import { ancestors } from '../../syntax/walk';
import { isBefore } from '../../model/configuration/versions';
import { isExplained } from '../../model/inference/cache-switches';
import type { Model } from '../../model/model';
import { anyOn } from '../../model/setting';
import { attributeAssignments } from '../../model/traverse';
import { asBoolean, asString } from '../../model/values';

export interface AttentionRequest {
  readonly kind: 'eager' | 'weights';
  readonly node: Node;
  /** The load, or the forward. */
  readonly call: Call | null;
  readonly argument: Argument | null;
  readonly value: Expr;
  /** The checkpoint, where it is named. */
  readonly name: string | null;
  readonly via: string | null;
}

export function attentionRequests(model: Model): readonly AttentionRequest[] {
  if (needsWeights(model)) return [];
  const loads = ['from_pretrained', 'from_config'].flatMap((name) => model.program.calls(name));
  return [...loads.flatMap((call) => atLoad(model, call)), ...onConfiguration(model), ...forwardRequests(model)]
    .filter(({ node }) => !model.isIgnored(node) && !isExplained(model, node) && !isFallback(node))
    .sort((a, b) => a.node.start - b.node.start);
}

/** What reads attention weights or activations, or cannot carry a fused kernel out of PyTorch. */
const READERS =
  /^(bertviz|captum|transformer_lens|nnsight|ecco|inseq|shap|onnx\w*|coremltools|openvino|executorch|optimum\.(exporters|onnxruntime|intel)|torch\.onnx)\b/;
const CALLS = [
  'register_forward_hook',
  'register_forward_pre_hook',
  'export',
  'trace',
  'rollout',
  'head_view',
  'model_view',
];
const ATTRIBUTES = ['attentions', 'cross_attentions', 'encoder_attentions', 'decoder_attentions'];
/** Somebody weighs the kinds of attention against each other. */
const OTHERS = /flash_?attn|flash_?attention|["']sdpa["']|flex_attention/i;

function needsWeights(model: Model): boolean {
  const { program } = model;
  return (
    importsModule(program, READERS) ||
    CALLS.some((name) => program.calls(name).length > 0) ||
    [...ATTRIBUTES, 'attn_weights', 'attention_weights'].some((name) => program.mentions(name)) ||
    program.first(/["'](cross_|encoder_|decoder_)?attentions["']/) !== undefined ||
    program.first(OTHERS) !== undefined
  );
}

const SWITCHES = ['attn_implementation', '_attn_implementation'];

function atLoad(model: Model, call: Call): AttentionRequest[] {
  if (!model.origins(call.func).some((one) => one.kind === 'external' && /^transformers\.\w+\.from_/.test(one.name)))
    return [];
  const given = model.arguments(call, ['pretrained_model_name_or_path']);
  if (anyOn(model, given, ['trust_remote_code', 'output_attentions'])) return [];
  const bound = SWITCHES.map((name) => given.get(name)).find((one) => one !== undefined);
  const value = bound && model.value(bound.value);
  if (!bound || !value || asString(value) !== 'eager') return [];
  const first = given.get('pretrained_model_name_or_path');
  const name = first ? (asString(model.value(first.value)) ?? null) : null;
  if (!mayBeFused(model, name)) return [];
  const via = value.certainty === 'default' ? (value.via ?? 'an option') : null;
  return [
    {
      kind: 'eager',
      node: bound.argument ?? bound.value,
      call,
      argument: bound.argument,
      value: bound.value,
      name,
      via,
    },
  ];
}

/** `config._attn_implementation = "eager"`. */
function onConfiguration(model: Model): AttentionRequest[] {
  return attributeAssignments(model, '_attn_implementation').flatMap(({ target, value, node }) => {
    if (!value || asString(model.value(value)) !== 'eager' || target.kind !== 'attribute') return [];
    const load = model
      .origins(target.value)
      .find((one) => one.kind === 'result' && /^transformers\.\w+\.from_/.test(one.of));
    const first = load?.kind === 'result' ? load.call.args[0] : undefined;
    if (load?.kind !== 'result' || load.call.args.some(({ name }) => name === 'trust_remote_code')) return [];
    const name = first ? (asString(model.value(first.value)) ?? null) : null;
    return mayBeFused(model, name) ? [{ kind: 'eager', node, call: null, argument: null, value, name, via: null }] : [];
  });
}

/**
 * Caps on the logits (Gemma 2, and the advice for Gemma 3), sinks (gpt-oss) and hybrids with state spaces want the eager kernel; the
 * others have no fused one in 5.0.
 */
const EAGER =
  /gemma|gpt-?oss|nemotron|mamba|jamba|zamba|deberta|squeezebert|longformer|led-|big_?bird|xlnet|reformer|funnel|layoutlm|mpnet|(^|[/-])(m?t5|umt5|byt5|flan)|pegasus-x|bloom|mpt-|gpt-?j|gpt-neo-|codegen|xglm|swin|segformer|wavlm|bros|luke|fnet/i;

/** True where scaled_dot_product_attention is what the release would take otherwise, for nearly all families since 4.48. */
function mayBeFused(model: Model, name: string | null): boolean {
  if (name !== null && (EAGER.test(name) || (!FUSED.test(name) && !isPath(name)))) return false;
  return !isBefore(model.version('transformers'), 4, 48);
}

/** Families that have a fused kernel (`_supports_sdpa` in the modeling files of transformers 4.57 and 5.0). */
const FUSED =
  /llama|mi[sx]tral|qwen|phi-?[1-4]|falcon|(^|[/-])opt-|gpt2|gpt-neox|pythia|bert|bart|whisper|(^|[/-])vit|clip|dinov2|olmo|granite|starcoder|smol|vicuna|zephyr|deepseek|stablelm|command-r|siglip|wav2vec2-(base|large)|electra|llava|idefics/i;
export const hasFusedKernel = ({ name }: AttentionRequest): boolean => name !== null && FUSED.test(name);

/** A folder of the project says nothing of what is in it. */
const isPath = (name: string): boolean => /^[./~]|^(out|checkpoints?|models?|results?)\b/i.test(name);

/** What is left of the outputs where the attentions are not looked at. */
const OTHER_OUTPUTS =
  /^(logits|loss|last_hidden_state|pooler_output|hidden_states|start_logits|end_logits|encoder_last_hidden_state)$/;

/** `model(**batch, output_attentions=True)`, of whose outputs others are taken. */
function forwardRequests(model: Model): AttentionRequest[] {
  const owners = model.program.attributes('output_attentions').length;
  if (owners > 0 || !model.program.mentions('output_attentions')) return [];
  const names = [...model.program.calledNames()].filter((name) =>
    /model|bert|encoder|transformer|net|backbone|llm/i.test(name),
  );
  return names
    .flatMap((name) => model.program.calls(name))
    .flatMap((call) => {
      const argument = call.args.find((one) => one.name === 'output_attentions');
      if (!argument || asBoolean(model.value(argument.value)) !== true || !isHubForward(model, call)) return [];
      if (!ignoresAttentions(model, call)) return [];
      return [{ kind: 'weights', node: argument, call, argument, value: argument.value, name: null, via: null }];
    });
}

function isHubForward(model: Model, { func }: Call): boolean {
  return model
    .origins(func)
    .some((one) => one.kind === 'result' && /^transformers\.\w+\.from_pretrained$/.test(one.of));
}

function ignoresAttentions(model: Model, call: Call): boolean {
  const { parent } = call;
  if (parent?.kind !== 'assign') return isOtherOutput(model, call);
  const uses = parent.targets.length === 1 && parent.targets[0]?.kind === 'name' ? model.usesOf(call) : [];
  return uses.length > 0 && uses.every((use) => isOtherOutput(model, use));
}

function isOtherOutput(model: Model, outputs: Expr): boolean {
  const { parent } = outputs;
  if (parent?.kind === 'attribute') return OTHER_OUTPUTS.test(parent.attr);
  const index = parent?.kind === 'subscript' && parent.value === outputs ? parent.index[0] : undefined;
  const value = index && model.value(index).alternatives[0];
  if (value?.type === 'string') return OTHER_OUTPUTS.test(value.value);
  return value?.type === 'number' && value.value === 0;
}

/** In an `except`, or the other arm of an `if`: what is there instead could not be had. */
function isFallback(node: Node): boolean {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'try' && !(at.body as readonly Node[]).includes(inner)) return true;
    if (at.kind === 'if' && inner !== at.test && at.orelse.length > 0) return true;
    if (at.kind === 'conditional') return true;
    inner = at;
  }
  return false;
}
