/** Finds calls that predict one element: which model they run, and the element that they are given. */
import type { Call, Expr } from '../../syntax/ast';
import { isKerasModel } from '../trainers/keras-fit';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { allModuleTexts, isModule, isModuleAnnotation, moduleTexts } from '../torch/modules';
import { isMethodForward } from '../torch/method-forwards';
import { returnedBy } from '../returns';
import { boundName, calleeName } from '../traverse';
import { followed, onlyRow, passedRow } from './single-row';

export type Runner = 'pipeline' | 'keras' | 'estimator' | 'encoder' | 'generate' | 'module' | 'vllm';

export interface Prediction {
  readonly runner: Runner;
  readonly call: Call;
  /** The expression of the one element. */
  readonly element: Expr;
  /** The argument that holds it: the element itself, or a batch of one around it. */
  readonly argument: Expr;
}

/** Classes, pipelines, and what `fit` hands back. */
const ESTIMATOR = /^(sklearn|xgboost|lightgbm|catboost)\.([\w.]*[A-Z]\w*|pipeline\.make_pipeline)(\(\)\.fit)?$/;
const ESTIMATOR_METHODS = ['predict', 'predict_proba', 'decision_function', 'predict_log_proba'];
const METHODS = [
  ...ESTIMATOR_METHODS,
  'predict_on_batch',
  'encode',
  'generate',
  'forward',
  'encode_image',
  'encode_text',
  'get_image_features',
  'get_text_features',
];
/** Names under which modules and pipelines are called; what they are is asked of the model. */
const CUSTOMARY = [
  'model',
  'net',
  'network',
  'encoder',
  'classifier',
  'pipe',
  'pipeline',
  'generator',
  'nlp',
  'summarizer',
  'translator',
];
const MAKERS = ['pipeline', 'from_pretrained', 'load', 'load_model', 'create_model', 'eval', 'to', 'cuda'];

/** Every prediction on one element in the program, in source order. */
export const singlePredictions = perModel((model): readonly Prediction[] => {
  const names = new Set([...METHODS, ...CUSTOMARY, ...madeNames(model), ...moduleNames(model)]);
  const calls = new Set([...names].flatMap((name) => model.program.calls(name)));
  return [...calls]
    .sort((a, b) => a.start - b.start)
    .flatMap((call) => (model.isIgnored(call) ? [] : (predictionOf(model, call) ?? [])));
});

/** Variables on which something is done that only modules allow, with their methods, and parameters that are annotated as one. */
function moduleNames(model: Model): readonly string[] {
  const texts = [...allModuleTexts(model)];
  const used = texts.map((text) => text.slice(text.lastIndexOf('.') + 1).trim());
  const methods = texts
    .flatMap((text) => model.program.names(text))
    .flatMap(({ parent }) => (parent?.kind === 'attribute' ? [parent.attr] : []));
  const annotated = model.program.functions.flatMap(({ params }) =>
    params.flatMap(({ name, annotation }) => (annotation && isModuleAnnotation(model, annotation) ? [name] : [])),
  );
  return [...used, ...methods, ...annotated];
}

/** Variables that a model was put into. */
function madeNames(model: Model): readonly string[] {
  const locals = model.program.classes.map(({ name }) => name);
  return [...MAKERS, ...locals].flatMap((maker) => model.program.calls(maker)).flatMap((call) => boundName(call) ?? []);
}

function predictionOf(model: Model, call: Call): Prediction | undefined {
  const first = call.args[0];
  if (!first) return undefined;
  if (call.func.kind === 'attribute' && METHODS.includes(call.func.attr))
    return methodPrediction(model, call, call.func.value);
  if (madeBy(model, call.func, /^transformers\.pipeline$/)) return plainPrediction(model, 'pipeline', call);
  // Whether one element is given is quick to see; what a name stands for may lead through other files.
  const single = modulePrediction(model, call);
  if (!single || isModule(model, call.func, moduleTexts(model)) || isMethodForward(model, call)) return single;
  return isKerasModel(model, call.func) ? batchOfOne(model, 'keras', call) : undefined;
}

function methodPrediction(model: Model, call: Call, receiver: Expr): Prediction | undefined {
  const method = calleeName(call);
  if (method === 'encode' && madeBy(model, receiver, /^sentence_transformers\.SentenceTransformer$/))
    return plainPrediction(model, 'encoder', call);
  if (method === 'generate' && isLanguageModel(model, receiver))
    return tokenised(model, 'generate', call) ?? batchOfOne(model, 'generate', call);
  if (madeBy(model, receiver, /^vllm\.LLM$/)) return plainPrediction(model, 'vllm', call);
  if (method === 'generate') return undefined;
  const single = modulePrediction(model, call);
  if (!single) return undefined;
  const isEstimators = ESTIMATOR_METHODS.includes(method);
  if (isEstimators && madeBy(model, receiver, ESTIMATOR)) return batchOfOne(model, 'estimator', call);
  if (/^predict(_on_batch)?$/.test(method) && isKerasModel(model, receiver)) return batchOfOne(model, 'keras', call);
  if (isEstimators && madeBy(model, receiver, /^(joblib|pickle)\.load$/)) return batchOfOne(model, 'estimator', call);
  const isModules = method !== 'encode' && isModule(model, receiver, moduleTexts(model));
  return isModules || isMethodForward(model, call) ? single : undefined;
}

/** From the hub, or from a function of the project that hands it back among other things: `tokenizer, model = load_model(path)`. */
function isLanguageModel(model: Model, receiver: Expr): boolean {
  return model.origins(receiver).some((origin) => {
    if (origin.kind === 'result') return FROM_HUB.test(origin.of);
    return origin.kind === 'item' && /(^|\.)(load|build|create|get|init|setup)\w*_model\w*(\(\))?$/.test(origin.of);
  });
}

const FROM_HUB = /^(transformers|peft)\.\w+\.from_pretrained$|^peft\.get_peft_model$/;

function madeBy(model: Model, expression: Expr, pattern: RegExp): boolean {
  return model.origins(expression).some((origin) => origin.kind === 'result' && pattern.test(origin.of));
}

/**
 * A forward of a module on `x.unsqueeze(0)`, or on what a tokeniser made of one text; one whose result nobody takes warms
 * up or lets hooks look at it.
 */
function modulePrediction(model: Model, call: Call): Prediction | undefined {
  if (call.parent?.kind === 'exprstmt') return undefined;
  return batchOfOne(model, 'module', call) ?? tokenised(model, 'module', call);
}

/** The argument is a batch that holds one element, written at the call, assigned before it or given by all callers. */
function batchOfOne(model: Model, runner: Runner, call: Call): Prediction | undefined {
  const first = call.args[0];
  if (first?.star !== '') return undefined;
  const argument = followed(first.value);
  const element = onlyRow(model, argument);
  if (element) return { runner, call, element, argument };
  const given = passedRow(model, argument);
  return given && { runner, call, element: argument, argument: given };
}

/** `pipe(text)` and `encoder.encode(text)` take the element as it is. */
function plainPrediction(model: Model, runner: Runner, call: Call): Prediction | undefined {
  const first = call.args[0];
  if (!first || first.star !== '' || call.args.some(({ name }) => /batch/.test(name ?? ''))) return undefined;
  const argument = followed(first.value);
  if (argument.kind === 'list') {
    const element = onlyRow(model, argument);
    return element && { runner, call, element, argument };
  }
  return holdsMany(argument) && !isTextOfHelper(model, argument)
    ? undefined
    : { runner, call, element: argument, argument };
}

/** An element or text made of it; lists, slices and what unknown functions return may be batches already. */
function holdsMany(argument: Expr): boolean {
  if (argument.kind === 'subscript') return argument.index[0]?.kind === 'slice' && !isTextSlice(argument.index[0]);
  if (argument.kind === 'call')
    return !/^(str|strip|lower|upper|replace|format|join|get|apply_chat_template|open|convert)$/.test(
      calleeName(argument),
    );
  return !['name', 'attribute', 'fstring', 'binary', 'conditional'].includes(argument.kind);
}

/** What a function of this file makes of one line: each way out of it gives a text, or a part of what came in. */
function isTextOfHelper(model: Model, argument: Expr): boolean {
  const helper = argument.kind === 'call' ? model.calleeOf(argument) : undefined;
  const returned = helper ? returnedBy(helper) : [];
  return returned.some(isText) && returned.every((value) => isText(value) || !holdsMany(value));
}

const isText = (value: Expr): boolean =>
  value.kind === 'fstring' ||
  (value.kind === 'constant' && typeof value.value === 'string') ||
  (value.kind === 'binary' && value.op === '+' && (isText(value.left) || isText(value.right)));

/** `text[:512]` cuts a text; `texts[i:j]` takes several. */
function isTextSlice(slice: Expr): boolean {
  return slice.kind === 'slice' && slice.parts.length === 1 && slice.parts[0]?.kind === 'constant';
}

const TOKENISES =
  /^(tokenizer|tokeniser|tok|processor|image_processor|feature_extractor|encode|encode_plus|batch_encode_plus|apply_chat_template|__call__)$/;

/** `model.generate(**tokenizer(text, return_tensors="pt"))`, the tokens in a variable or not. */
function tokenised(model: Model, runner: Runner, call: Call): Prediction | undefined {
  const given =
    call.args.find(
      ({ name, star }) => star === '**' || name === 'input_ids' || name === 'inputs' || name === 'pixel_values',
    ) ?? call.args[0];
  if (!given || given.star === '*') return undefined;
  const tokens = unwrapped(given.value);
  const made =
    tokens?.kind === 'call' &&
    TOKENISES.test(
      calleeName(tokens)
        .toLowerCase()
        .replace(/^.*_(?=tokenizer|processor)/, ''),
    )
      ? tokens
      : undefined;
  if (!made || !(isTensor(given.value) || made.args.some(({ name }) => name === 'return_tensors'))) return undefined;
  const input = made.args.find(({ name }) => name === 'text' || name === 'images') ?? made.args[0];
  if (!input || input.star !== '') return undefined;
  const argument = followed(input.value);
  const element = argument.kind === 'list' ? onlyRow(model, argument) : argument;
  return element && (argument.kind === 'list' || !holdsMany(element)) ? { runner, call, element, argument } : undefined;
}

const TENSOR = /^(as_tensor|tensor|LongTensor)$/;

/** `torch.as_tensor(tokens.input_ids).cuda()`. */
function isTensor(expression: Expr): boolean {
  const at = followed(expression);
  if (at.kind !== 'call') return false;
  return TENSOR.test(calleeName(at)) || (at.func.kind === 'attribute' && isTensor(at.func.value));
}

/** Takes `.to(device)`, `torch.as_tensor(...)`, `["input_ids"]` and `.input_ids` off. */
function unwrapped(expression: Expr, depth = 0): Expr | undefined {
  const at = followed(expression);
  if (depth > 5) return undefined;
  if (at.kind === 'subscript') return unwrapped(at.value, depth + 1);
  if (at.kind === 'attribute') return unwrapped(at.value, depth + 1);
  if (at.kind === 'call' && at.func.kind === 'attribute' && /^(to|cuda)$/.test(at.func.attr))
    return unwrapped(at.func.value, depth + 1);
  const first = at.kind === 'call' && TENSOR.test(calleeName(at)) ? at.args[0] : undefined;
  if (first?.star === '') return unwrapped(first.value, depth + 1);
  return at;
}
