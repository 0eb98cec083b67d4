/** Finds loops that run a model on one element at a time although no element needs the one before it. */
import { loopAround } from '../../model/inference/decoding';
import {
  callingLoops,
  carriesState,
  dependenceOn,
  type ElementLoop,
  leavesEarly,
} from '../../model/inference/element-loops';
import {
  countOf,
  hasReason,
  isBatched,
  isInServer,
  isOverData,
  isTyped,
  type Single,
} from '../../model/inference/loop-kind';
import { bringsOtherModels } from '../../model/inference/same-model';
import { type Prediction, type Runner, singlePredictions } from '../../model/inference/predictions';
import type { Model } from '../../model/model';
import { insideModule } from '../../model/torch/modules';
import type { Expr, FunctionDef } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { MODULE_HEADER } from '../shared/module-header';
import { importOf } from '../shared/import-of';
import { inCode } from '../shared/in-block';
import { atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { batchingFixes } from '../shared/one-by-one-fix';
import { scaleOfPredictions } from '../../model/scale/of-predictions';
import { workloadOf } from '../../model/workloads/workload-of';

const SAVING: Saving = {
  scope: 'infer',
  low: 0.3,
  typical: 0.7,
  high: 0.95,
  grade: 'E',
  source: 'Delavande et al., arXiv 2601.22362: batching and arrival shaping, up to 100x the energy of a request',
};

/** Calls that predict, and what makes a batch of one element. */
const PREDICTS = [
  'predict(?:_proba|_log_proba|_on_batch)?\\((?<!\\bdef\\s+\\w+\\()|decision_function\\((?<!\\bdef\\s+\\w+\\()',
  '\\[(?<=[\\w)\\]]\\s*\\[)(?<!\\b(?:Optional|Union|[Tt]uple|[Ll]ist|[Dd]ict|Type|Callable|Generator|Iterator)\\[)\\s*None\\s*[\\],]',
  '\\[\\s*(?:\\w+\\.)?newaxis\\b',
  'expand_dims\\((?![^()\\n]*(?:axis\\s*=|,)\\s*-?[1-9])',
  'unsqueeze\\((?!\\s*(?:dim\\s*=\\s*)?-?[2-9])',
  '(?:view|reshape)\\(\\s*(?:[(\\[]\\s*)?(?:1\\s*[,)\\]]|$)',
  'reshape\\([^\\n]*,\\s*[(\\[]\\s*1\\s*[,)\\]]',
  // `torch.tensor([ids])`, `np.array([read(path)])`: one item, and no literal.
  '(?:[tT]ensor|array|constant|stack)\\(\\s*\\[\\s*[A-Za-z_][\\w.]*(?:\\([^\\n]*?\\)|\\[[^\\n]*?\\])?\\s*,?\\s*\\]',
  'return_tensors\\s*=\\s*(?!None\\b)',
  // `torch.as_tensor(tokenizer([prompt]).input_ids)`: tokens that are a list at first.
  '(?:[tT]ensor|array)\\(\\s*\\w[^\\n]*\\binput_ids\\b',
].join('|');

/** What is called with one element as it is. */
const RUNNERS = [inCode('(?<!\\bdef\\s+)\\bpipeline\\('), inCode('SentenceTransformer\\(')];

export const rule: Rule = {
  meta: {
    id: 'one-by-one-inference',
    summary: 'A loop runs a model on one element at a time, so the hardware idles between small calls.',
    category: 'inference',
    severity: 'warning',
    frameworks: ['huggingface', 'keras', 'sklearn', 'torch'],
    triggers: [
      'transformers',
      'keras',
      'sklearn',
      'torch',
      'xgboost',
      'lightgbm',
      'catboost',
      'vllm',
      'joblib',
      'pickle',
      'from_pretrained',
    ],
    requires: [
      ['for ', '.apply', 'apply(', 'map('],
      [new RegExp(PREDICTS, 'm'), ...RUNNERS, 'vllm'],
      // Models of PyTorch and Keras may come from another file.
      [
        'torch',
        'keras',
        'from_pretrained',
        importOf('transformers', 'sentence_transformers', 'sklearn', 'xgboost', 'lightgbm', 'catboost', 'vllm'),
        importOf('joblib', 'pickle'),
      ],
    ],
    repeats: { what: new RegExp(PREDICTS), outside: MODULE_HEADER, over: 'elements', or: [...RUNNERS, 'vllm'] },
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      iterations: { default: 32, minimum: 2, description: 'Loops that are known to be shorter are not reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    const seen = new Set<ElementLoop['node']>();
    for (const prediction of singlePredictions(model)) {
      const loop = loopOf(model, prediction, options['iterations'] ?? 32);
      if (!loop || seen.has(loop.node)) continue;
      seen.add(loop.node);
      yield finding(model, prediction, loop);
    }
  },
};

/** The loop that runs the prediction for each element for no reason; also one that calls the function around it. */
function loopOf(model: Model, prediction: Prediction, least: number): ElementLoop | undefined {
  const { call, element } = prediction;
  if (insideModule(model, call) || isInServer(model, call)) return undefined;
  const direct = loopAround(model, prediction);
  if (direct) return isOneByOne(model, direct, prediction, least) ? direct : undefined;
  const owner = enclosingFunction(call);
  if (!owner || !dependsOnParameter(model, element, owner)) return undefined;
  const found = callingLoops(model, owner).find(({ loop, call: outer }) => {
    if (outer && !outer.args.some(({ value }) => dependenceOn(model, value, loop) === 'element')) return false;
    if (outer && bringsOtherModels(model, call.func, { loop, call: outer })) return false;
    const shown = outer?.args.some(({ value }) => isPart(value)) ? 'proven' : singleOf(prediction);
    return isFree(model, loop, shown, least);
  });
  return found && !hasReason(model, { ...found.loop, scope: owner }) ? found.loop : undefined;
}

function dependsOnParameter(model: Model, element: Prediction['element'], owner: FunctionDef): boolean {
  // A function runs once an element like the body of a loop whose target are its parameters.
  return (
    dependenceOn(model, element, { kind: 'each', node: { kind: 'call' } as never, scope: owner, iterable: element }) ===
    'element'
  );
}

function isOneByOne(model: Model, loop: ElementLoop, prediction: Prediction, least: number): boolean {
  const { call, element } = prediction;
  if (dependenceOn(model, element, loop) !== 'element') return false;
  if (dependenceOn(model, call.func, loop) !== 'none') return false;
  // A state that goes from call to call.
  if (call.args.some(({ value }) => dependenceOn(model, value, loop) === 'carried')) return false;
  if (call.args.some(({ name, value }) => setsOutput(name) && dependenceOn(model, value, loop) === 'element'))
    return false;
  return isFree(model, loop, singleOf(prediction), least);
}

/** What a batch has in common: elements that bring their own cannot be put together. */
const setsOutput = (name: string | null): boolean =>
  /^(temperature|top_[pk]|num_return_sequences|num_beams|do_sample|seed|generator|sampling_params|candidate_labels|lora_request)$/.test(
    name ?? '',
  );

/** `[x]`, `x.unsqueeze(0)`, `row["text"]` and `doc.text` show one element. */
function singleOf({ argument, element }: Prediction): Single {
  return argument !== element || isPart(element) ? 'proven' : 'assumed';
}

const isPart = (value: Expr): boolean =>
  (value.kind === 'subscript' && value.index[0]?.kind === 'constant' && typeof value.index[0].value === 'string') ||
  (value.kind === 'attribute' && /^(text|page_content|content|body|title)$/.test(value.attr)) ||
  value.kind === 'fstring';

function isFree(model: Model, loop: ElementLoop, single: Single, least: number): boolean {
  if (
    leavesEarly(loop) ||
    carriesState(model, loop) ||
    isBatched(model, loop, single) ||
    isTyped(model, loop) ||
    hasReason(model, loop)
  )
    return false;
  return (countOf(model, loop.iterable) ?? least) >= least;
}

const WHAT: Readonly<Record<Runner, string>> = {
  pipeline: 'The pipeline runs on one text at a time',
  keras: 'The model predicts one sample at a time',
  estimator: 'The estimator predicts one row at a time',
  encoder: 'The encoder runs on one text at a time',
  generate: 'The model generates for one prompt at a time',
  module: 'The model runs on one sample at a time',
  vllm: 'The engine gets one prompt at a time',
};

/**
 * A helper may be called for a handful that somebody typed: softer than a loop around the prediction itself. Where
 * nothing says that the loop goes over data, a row of an estimator costs too little to speak of.
 */
function levelOf(model: Model, { call, runner }: Prediction, loop: ElementLoop): Level {
  const isDirect = loop.scope.start <= call.start && call.end <= loop.scope.end;
  const isMany = isOverData(model, loop) || countOf(model, loop.iterable) !== undefined;
  if (!isMany && runner === 'estimator') return 'hint';
  return isMany && (isDirect || loop.kind === 'each') ? 'warning' : 'information';
}

function finding(model: Model, prediction: Prediction, loop: ElementLoop): Finding {
  const { call, runner } = prediction;
  const count = countOf(model, loop.iterable) ?? null;
  const level = levelOf(model, prediction, loop);
  const scale = scaleOfPredictions(model, runner, loop);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(call),
    message: `${WHAT[runner]}, in a loop`,
    notes: notes(ADVICE[runner], scaleNote(level, scale)),
    related: [{ span: loop.kind === 'for' ? spanOf(loop.iterable) : spanOf(loop.node), message: 'The loop' }],
    facts: { runner, iterations: count },
    saving: SAVING,
    workload: workloadOf(model, call)?.id ?? null,
    fixes: batchingFixes(model, prediction, loop),
  };
}

const ADVICE: Readonly<Record<Runner, string>> = {
  pipeline: 'a pipeline takes a list or a data set, and batch_size',
  keras: 'predict takes all samples and goes through them in batches',
  estimator: 'predict takes all rows at once',
  encoder: 'encode takes a list and batch_size',
  generate: 'tokenise several prompts with padding (on the left) and generate for all of them',
  module: 'stack the samples into batches of equal shape, with a DataLoader for example',
  vllm: 'generate takes all prompts and schedules them itself',
};
