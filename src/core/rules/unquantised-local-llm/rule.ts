/** Finds large language models that run in 16 or 32 bits on one card of a workstation or a laptop. */
import { setKeyword } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import { cardGeneration } from '../../model/card';
import { type HubLoad, hubLoads, runsByLoad, runsOnAccelerator } from '../../model/inference/hub-loads';
import type { Model } from '../../model/model';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { importOf } from '../shared/import-of';
import { trainsSomething } from '../shared/trains-something';

const SAVING: Saving = {
  scope: 'infer',
  low: 0.2,
  typical: 0.5,
  high: 0.7,
  grade: 'E',
  source:
    'course_sustainableSE 2026, g18_llm_comparison: 65 to 70 % less energy a task with 4 instead of 16 bits, one local study',
};

export const rule: Rule = {
  meta: {
    id: 'unquantised-local-llm',
    summary: 'A large language model runs in 16 or 32 bits on one consumer card, where 4 bits would need less energy.',
    category: 'inference',
    severity: 'off',
    frameworks: ['huggingface'],
    triggers: ['from_pretrained'],
    requires: [[importOf('transformers')], ['generate', 'pipeline']],
    saving: SAVING,
    fixes: 'always',
    since: '0.1.0',
    options: {
      'billion-parameters': { default: 7, minimum: 1, description: 'Smaller models are left alone.' },
    },
  },
  *check(model, { options }) {
    // Names of sevens are rounded: Mistral 7B has 7.2 billion weights, Llama 2 7B has 6.7.
    const least = ((options['billion-parameters'] ?? 7) - 0.5) * 1e9;
    const loads = model.document.isTest ? [] : hubLoads(model).filter(({ parameters }) => parameters >= least);
    if (loads.length === 0 || !isLocal(model) || trainsSomething(model) || isServed(model)) return;
    for (const load of loads) {
      const runs = runsByLoad(model).get(load.call) ?? [];
      if (load.kind !== 'model' || isQuantised(load) || runs.length === 0) continue;
      if (runsOnAccelerator(model, load) === true) yield finding(model, load, runs[0] ?? load.call);
    }
  },
};

/** One card of a kind that people have at home, or the one of a free notebook. */
const CONSUMER = /(?<![A-Za-z0-9])(GTX[ -]?(9|10|16)\d\d|RTX[ -]?[2345]0\d\d|TITAN (V|X|RTX))(?![A-Za-z0-9])/;

function isLocal(model: Model): boolean {
  const isFree = model.document.accelerator !== null && cardGeneration(model) !== 'ampere';
  return isFree || model.program.first(CONSUMER) !== undefined;
}

/** Servers batch, where the 4-bit kernels of bitsandbytes are slower. */
const isServed = (model: Model): boolean =>
  model.program.first(/\b(fastapi|flask|uvicorn|vllm|sglang|ray\.serve)\b/i) !== undefined;

const DECIDES = ['quantization_config', 'load_in_8bit', 'load_in_4bit', 'gguf_file', 'trust_remote_code'];
const STORED = /awq|gptq|gguf|ggml|fp8|int[48]|[48]-?bit|bnb|exl2|w4a16|quantized/i;

const isQuantised = ({ given, name }: HubLoad): boolean =>
  !given.complete || STORED.test(name) || DECIDES.some((one) => given.has(one));

function finding(model: Model, load: HubLoad, run: HubLoad['call']): Finding {
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(load.call),
    message: `${Math.round(load.parameters / 1e8) / 10} billion weights run on a local card without quantisation`,
    notes: [],
    related: [{ span: spanOf(run), message: 'It runs here' }],
    facts: { parameters: load.parameters, model: load.name },
    saving: SAVING,
    workload: null,
    fixes: fixesOf(model, load),
  };
}

const REASON = '4-bit weights change the answers a little, and bitsandbytes has to be installed: compare some of them.';

function fixesOf(model: Model, { call }: HubLoad): Fix[] {
  const { expression, imports } = reference(model.program, 'transformers.BitsAndBytesConfig', call);
  const edits = setKeyword(call, model.program.text, 'quantization_config', `${expression}(load_in_4bit=True)`);
  return edits
    ? [{ safety: 'review', title: 'Set quantization_config to 4 bits', reason: REASON, edits, imports }]
    : [];
}
