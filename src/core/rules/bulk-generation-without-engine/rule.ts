/** Finds many prompts that go through `generate` of transformers, where an inference engine schedules them. */
import { generations, isHubModel } from '../../model/inference/generation';
import { type Prompts, promptsOf } from '../../model/inference/prompts';
import type { Model } from '../../model/model';
import { loadsOf } from '../../model/trainers/hf-trainer';
import { calleeName } from '../../model/traverse';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { importOf } from '../shared/import-of';
import { keywordEdits } from '../shared/keyword-fix';
import { trainsSomething } from '../shared/trains-something';

const SAVING: Saving = {
  scope: 'infer',
  low: 0.2,
  typical: 0.5,
  high: 0.73,
  grade: 'E',
  source:
    'Fernandez et al., arXiv 2504.17674: up to 73 % less energy with vLLM and CUDA graphs than with plain PyTorch',
};

export const rule: Rule = {
  meta: {
    id: 'bulk-generation-without-engine',
    summary: 'Hundreds of prompts go through generate, where an inference engine would keep the accelerator busy.',
    category: 'inference',
    severity: 'off',
    frameworks: ['huggingface'],
    triggers: ['generate', 'GRPOConfig', 'RLOOConfig'],
    requires: [
      [importOf('transformers', 'trl', 'peft')],
      ['cuda', 'device', 'accelerator', 'GRPOConfig', 'RLOOConfig'],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      prompts: { default: 200, minimum: 2, description: 'Fewer prompts are not reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest || model.program.first(ENGINES)) return;
    for (const { call, through } of model.callsOf('trl.GRPOConfig', 'trl.RLOOConfig'))
      if (!through && !model.isIgnored(call)) yield* trainingFinding(model, call);
    if (trainsSomething(model) || looksInside(model) || model.device.kind === 'cpu') return;
    for (const call of generations(model)) {
      const prompts = isPlain(model, call) ? promptsOf(model, call) : undefined;
      if (prompts && prompts.count >= (options['prompts'] ?? 200)) yield finding(call, prompts);
    }
  },
};

const ENGINES =
  /\b(vllm|sglang|lmdeploy|tensorrt_llm|text_generation_inference|deepspeed|mii|ctranslate2|llama_cpp|unsloth)\b/;

/** Hooks and hidden states are not what an engine hands out. */
const looksInside = (model: Model): boolean =>
  ['register_forward_hook', 'register_forward_pre_hook'].some((name) => model.program.calls(name).length > 0) ||
  model.program.mentions('hidden_states');

/** Processors, criteria and scores of one's own, assistants, and code that comes with a checkpoint. */
const SPECIAL =
  /^(logits_processor|stopping_criteria|prefix_allowed_tokens_fn|constraints|force_words_ids|assistant_model|output_\w+|return_dict_in_generate|inputs_embeds|streamer|num_beams|penalty_alpha|pixel_values|custom_generate)$/;

/** Decoders on an accelerator, run as they are. */
function isPlain(model: Model, call: Call): boolean {
  const { func } = call;
  if (func.kind !== 'attribute' || calleeName(call) !== 'generate' || isHubModel(model, func.value) !== true)
    return false;
  if (model.arguments(call, []).names.some((name) => SPECIAL.test(name))) return false;
  const accelerated =
    model.device.kind === 'accelerator' || model.device.kind === 'conditional' || model.program.mentions('device_map');
  return accelerated && loadsOf(model, [func.value]).some((load) => isDecoder(model, load));
}

const isDecoder = (model: Model, load: Call): boolean =>
  model.origins(load.func).some((one) => one.kind === 'external' && DECODER.test(one.name)) &&
  !load.args.some(({ name }) => name === 'trust_remote_code' || name === 'quantization_config');

const DECODER = /^transformers\.\w*(ForCausalLM|LMHeadModel)\.from_pretrained$/;

function finding(call: Call, { loop, count, isExact }: Prompts): Finding {
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(call),
    message: `${isExact ? `${count.toLocaleString('en-US')} prompts go` : 'A whole data set goes'} through generate of transformers`,
    notes: [
      'vllm.LLM(name).generate(prompts, SamplingParams(...)) schedules all of them; it takes much of the memory for its cache',
    ],
    related: [{ span: loop.kind === 'for' ? spanOf(loop.iterable) : spanOf(loop.node), message: 'The prompts' }],
    facts: { prompts: isExact ? count : null },
    saving: SAVING,
    workload: null,
    fixes: [],
  };
}

/** GRPO and RLOO generate several answers to each prompt, and leave vLLM out by default (TRL, GRPOConfig). */
function* trainingFinding(model: Model, call: Call): Generator<Finding> {
  const given = model.arguments(call, ['output_dir']);
  if (!given.complete || given.has('use_vllm') || given.has('use_transformers_paged')) return;
  const edits = keywordEdits(model, call, given, 'use_vllm', 'True');
  const reason = 'vLLM has to be installed and shares the memory of the card; its sampling draws other tokens.';
  const fixes: Fix[] = edits ? [{ safety: 'review', title: 'Set use_vllm=True', reason, edits, imports: [] }] : [];
  yield {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(call),
    message: 'Answers are generated without an inference engine during training',
    notes: [],
    related: [],
    facts: { prompts: null },
    saving: { ...SAVING, scope: 'train' },
    workload: null,
    fixes,
  };
}
