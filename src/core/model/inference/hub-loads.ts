/** Finds the models of the hub that a program loads to run them: which, how large, on what, and where they run. */
import type { Call, Expr } from '../../syntax/ast';
import { modelNamed } from '../../../data/models';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { calleeName, groupByMaker } from '../traverse';
import { asNumber, asString } from '../values';
import { perModel } from '../per-model';
import { loadsOf } from '../trainers/hf-trainer';
import { generations } from './generation';
import { chained } from './loads';

export interface HubLoad {
  readonly call: Call;
  readonly kind: 'model' | 'pipeline';
  readonly given: Arguments;
  readonly name: string;
  readonly parameters: number;
  /** How another checkpoint can be named; null when the source fixes it. */
  readonly via: string | null;
}

/** Models that generate or embed; heads for training are left out, and so are tokenisers and configurations. */
const MODELS =
  /^transformers\.(AutoModel|AutoModelFor(CausalLM|Seq2SeqLM|ImageTextToText|Vision2Seq|SpeechSeq2Seq)|\w+(ForCausalLM|LMHeadModel|ForConditionalGeneration)|(Llama|Mistral|Qwen\d?|T5Encoder|UMT5Encoder|Gemma\d?)Model)\.from_pretrained$/;
/** `pipeline(task, model, config, tokenizer, feature_extractor, image_processor, processor, framework, revision)`. */
const PIPELINE_PARAMETERS = ['task', 'model'];

/** Loads of checkpoints whose size is known, in source order. */
export const hubLoads = perModel((model): readonly HubLoad[] => {
  const models = model.program
    .calls('from_pretrained')
    .filter((call) => model.origins(call.func).some((one) => one.kind === 'external' && MODELS.test(one.name)));
  const pipelines = model.callsOf('transformers.pipeline').map(({ call }) => call);
  return [
    ...models.flatMap((call) => loadAt(model, call, 'model') ?? []),
    ...pipelines.flatMap((call) => loadAt(model, call, 'pipeline') ?? []),
  ]
    .filter(({ call }) => !model.isIgnored(call))
    .sort((a, b) => a.call.start - b.call.start);
});

function loadAt(model: Model, call: Call, kind: HubLoad['kind']): HubLoad | undefined {
  const given = model.arguments(call, kind === 'model' ? ['pretrained_model_name_or_path'] : PIPELINE_PARAMETERS);
  const named = given.get(kind === 'model' ? 'pretrained_model_name_or_path' : 'model');
  const value = named && model.value(named.value);
  const name = value && asString(value);
  const facts = name === undefined ? undefined : modelNamed(name);
  if (!value || name === undefined || !facts) return undefined;
  const via = value.certainty === 'default' ? (value.via ?? 'an option') : null;
  return { call, kind, given, name, parameters: facts.parameters, via };
}

/** Whether what is loaded goes to an accelerator: undefined where nothing here moves it. */
export function runsOnAccelerator(model: Model, { call, given, kind }: HubLoad): boolean | undefined {
  const map = given.get('device_map') ?? (kind === 'pipeline' ? given.get('device') : undefined);
  if (map) return isAccelerator(model, map.value);
  for (const move of movesOf(model, call)) {
    if (calleeName(move) === 'cuda') return true;
    const [to] = move.args;
    const found = to && isAccelerator(model, to.value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `cuda`, `auto`, a number, `{"": 0}`; a variable is what the program computes on. */
function isAccelerator(model: Model, device: Expr): boolean | undefined {
  const value = model.value(device);
  const text = asString(value);
  if (text !== undefined)
    return /^(auto|balanced|sequential|cuda)/.test(text) ? true : text === 'cpu' ? false : undefined;
  const index = asNumber(value);
  if (index !== undefined) return index >= 0;
  if (device.kind === 'dict') return true;
  const { kind } = model.device;
  return kind === 'accelerator' || kind === 'conditional' ? true : kind === 'cpu' ? false : undefined;
}

/** `load().to(device)`, and `model.to(device)` further down. */
function movesOf(model: Model, call: Call): readonly Call[] {
  const chain: Call[] = [];
  for (let at = chained(call); at !== call; at = at.func.kind === 'attribute' ? (at.func.value as Call) : call)
    chain.push(at);
  const later = model.usesOf(chained(call)).flatMap(({ parent }) => {
    const moved = parent?.kind === 'attribute' ? parent.parent : null;
    return moved?.kind === 'call' && moved.func === parent ? [moved] : [];
  });
  return [...chain, ...later].filter((one) => /^(to|cuda)$/.test(calleeName(one)));
}

/** The calls that run what each load loads, adapters around it opened: `generate`, a forward, a pipeline. */
export const runsByLoad = perModel((model): ReadonlyMap<Call, readonly Call[]> => {
  const runs = new Map<Call, Call[]>();
  const add = (load: Call, run: Call): void => void runs.set(load, [...(runs.get(load) ?? []), run]);
  for (const call of generations(model))
    for (const load of loadsOf(model, [
      call.func.kind === 'attribute' && calleeName(call) === 'generate' ? call.func.value : call.func,
    ]))
      add(load, call);
  const names = new Set(hubLoads(model).flatMap(({ call }) => targetOf(chained(call)) ?? []));
  const called = [...names].flatMap((name) => model.program.calls(name));
  for (const [load, calls] of groupByMaker(model, called, ({ func }) => func))
    for (const call of calls) add(load, call);
  for (const { call } of model.callsOf('transformers.pipeline')) {
    const given = model.arguments(call, PIPELINE_PARAMETERS).get('model');
    for (const load of given ? loadsOf(model, [given.value]) : [])
      for (const run of runs.get(call) ?? [call]) add(load, run);
  }
  return runs;
});

/** `model` in `model = load()` and in `self.model = load()`. */
function targetOf({ parent }: Call): string | undefined {
  const target = parent?.kind === 'assign' ? parent.targets[0] : undefined;
  return target?.kind === 'name' ? target.id : target?.kind === 'attribute' ? target.attr : undefined;
}
