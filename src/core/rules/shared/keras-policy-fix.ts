/** Sets the dtype policy of Keras behind the imports, and keeps the last layers in float32. */
import { addKeyword } from '../../fixes/edits';
import { insertAfterImports } from '../../fixes/after-imports';
import { reference } from '../../fixes/reference';
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { kerasWork } from '../../model/keras-work';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import type { Fix } from '../rule';
import { BF16_REASON, FP16_REASON, suitedToCard } from './mixed-precision';
import { quoted } from './quotes';
import { calleeName } from '../../model/traverse';

/** bf16 and fp16, the one first that suits the card; empty where either could break the model. */
export function policyFixes(model: Model, anchor: Call, receivers: readonly Expr[]): Fix[] {
  if (isOldKeras(model) || makesOwnTensors(model)) return [];
  const bf16 = policyFix(model, anchor, receivers, 'mixed_bfloat16', BF16_REASON);
  const fp16 = hasOwnStep(model) ? [] : policyFix(model, anchor, receivers, 'mixed_float16', FP16_REASON);
  return suitedToCard(model, bf16, fp16);
}

function policyFix(model: Model, anchor: Call, receivers: readonly Expr[], policy: string, reason: string): Fix[] {
  const { program } = model;
  // Keras 2.15 exports only `mixed_precision.set_global_policy` (src/mixed_precision/policy.py), Keras 3 exports both
  // (src/dtype_policies/dtype_policy.py); before TensorFlow 2.4 it was experimental.
  const name = isTensorflow(model) ? 'keras.mixed_precision.set_global_policy' : 'keras.config.set_dtype_policy';
  const { expression, imports } = reference(program, name, anchor);
  if (imports.length > 0) return [];
  const set = insertAfterImports(
    program,
    ['keras', 'tensorflow', 'tf_keras'],
    anchor.start,
    `${expression}(${quoted(model, policy)})`,
  );
  // A layer takes its policy when it is made.
  if (!set || receivers.some((receiver) => isMadeBefore(model, receiver, set[0]?.span.start ?? 0))) return [];
  const outputs = new Set(receivers.flatMap((receiver) => kerasWork(model, receiver).last ?? []));
  const kept = [...outputs].flatMap((layer) => outputEdits(model, layer));
  return [
    { safety: 'review', reason, title: `Train with the policy ${policy}`, edits: [...set, ...kept], imports: [] },
  ];
}

function isMadeBefore(model: Model, receiver: Expr, offset: number): boolean {
  return model
    .origins(receiver)
    .some((one) => (one.kind === 'result' || one.kind === 'instance') && one.call !== null && one.call.start < offset);
}

/** The last layer computes in float32, as the guide to mixed precision asks for. */
function outputEdits(model: Model, layer: Call): Fix['edits'] {
  const name = calleeName(layer);
  if (!/^(Dense|Activation|Softmax|Conv2D|TimeDistributed)$/.test(name)) return [];
  if (layer.args.some((one) => one.star !== '' || one.name === 'dtype')) return [];
  return addKeyword(layer, model.program.text, 'dtype', quoted(model, 'float32')) ?? [];
}

function isTensorflow(model: Model): boolean {
  return !importsOf(model).some((name) => /^keras(\.|$)/.test(name));
}

function importsOf(model: Model): readonly string[] {
  return model.program.imports.flatMap((one) =>
    one.kind === 'import' ? one.names.map(({ name }) => name) : one.level === 0 ? [one.module] : [],
  );
}

const OLD_WORDS = ['nb_epoch', 'fit_generator', 'np_utils', 'Convolution2D', 'output_dim', 'predict_classes', 'lr'];
const OLD_MODULES =
  /^(keras\.(layers\.(core|convolutional|pooling|normalization|recurrent|embeddings|merge|advanced_activations)|utils\.np_utils|preprocessing|engine|wrappers|objectives)|tensorflow\.contrib|theano)/;

/** Keras before it had policies, as the names show that were removed since. */
function isOldKeras(model: Model): boolean {
  if (isTensorflow(model))
    return (
      model.program.mentions('placeholder') || importsOf(model).some((name) => name.startsWith('tensorflow.contrib'))
    );
  return (
    OLD_WORDS.some((word) => model.program.mentions(word)) || importsOf(model).some((name) => OLD_MODULES.test(name))
  );
}

const CREATES =
  /^(normal|random_normal|random_uniform|uniform|truncated_normal|constant|zeros|ones|eye|range|arange|cast|convert_to_tensor|one_hot|Variable|linspace)$/;

/** Layers, models and lambdas of the program that make float32 tensors, which do not mix with 16-bit ones. */
const makesOwnTensors = perModel((model): boolean => {
  const scopes: Node[] = [...model.subclassesOf('keras.layers.Layer', 'keras.Model')];
  for (const { call } of model.callsOf('keras.layers.Lambda')) {
    scopes.push(call);
    for (const { value } of call.args)
      for (const origin of model.origins(value)) if (origin.kind === 'function') scopes.push(origin.definition);
  }
  return scopes.some((scope) => {
    for (const node of descend(scope))
      if (node.kind === 'call' && node.func.kind === 'attribute' && CREATES.test(node.func.attr)) return true;
    return false;
  });
});

/** A train step of its own would have to scale the loss. */
const hasOwnStep = perModel(
  ({ program }): boolean =>
    program.first('train_step') !== undefined && program.functions.some(({ name }) => name === 'train_step'),
);
