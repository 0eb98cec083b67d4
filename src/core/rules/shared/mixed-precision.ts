/** What the mixed-precision rules share: the saving, the risk in words, and which 16-bit format suits the card. */
import { cardGeneration } from '../../model/card';
import type { Model } from '../../model/model';
import type { Call } from '../../syntax/ast';
import type { Fix, Saving } from '../rule';
import type { Span } from '../../text/span';
import { contains } from '../../text/span';

/**
 * From 12 % of the energy (60 runs of a small Keras CNN on an M2 Ultra) to 82 % (ViT-B/16 on an H200, which has far more units for 16 bits
 * than for 32); typically less on other cards, whose published times are 1.46x to 4.5x (NVIDIA/DeepLearningExamples).
 */
export const MIXED_PRECISION_SAVING: Saving = {
  scope: 'train',
  low: 0.12,
  typical: 0.4,
  high: 0.82,
  grade: 'E',
  source:
    'energy of a step on an H200 (docs/benchmarks.md): ResNet-50 32 %, BERT 71 %, ViT-B/16 82 %; Keras CNN on an M2 12 %',
};

export const BF16_REASON =
  'bf16 rounds to 8 significant bits and needs an Ampere or newer GPU: check the final accuracy.';
export const FP16_REASON =
  'fp16 can overflow where fp32 does not, the loss is scaled against it: check the final accuracy.';

/** Trained in bf16, these overflow in fp16 (transformers documentation of T5, mT5 and Gemma); mT0 and FLAN are T5 and mT5. */
export const overflowsInFp16 = (name: string | undefined): boolean =>
  name !== undefined && /\b(m?t5|mt0|flan|ul2|pegasus|gemma)/i.test(name);

/** One of the networks that train overflows in fp16. */
export const hasOverflowingNetwork = ({ workloads }: Model): boolean =>
  workloads.some(({ kind, model }) => kind === 'train' && overflowsInFp16(model?.value));

/**
 * bf16 first, and the alternative behind it; the other way round where Colab chooses the card, which is usually a T4. On a
 * card without units for bf16 (see `cardGeneration`) only fp16: there PyTorch refuses bf16 or emulates it.
 */
export function suitedToCard(model: Model, bf16: readonly Fix[], fp16: readonly Fix[]): Fix[] {
  const generation = cardGeneration(model);
  if (generation === 'before-ampere') return [...fp16];
  const isColab = model.document.accelerator !== null && generation === 'unknown';
  return isColab ? [...fp16, ...bf16] : [...bf16, ...fp16];
}

/** Autocast hands 16-bit values to kernels that were built for float32 alone. */
export function kernelNote(module: string | undefined): string | false {
  return module !== undefined && `${module} is compiled code, which may take nothing but float32`;
}

/** Where other models are loaded or used, whose precision says nothing about the one that trains. */
export function loadsBeside(model: Model, trained: readonly Call[]): readonly Call[] {
  return [...model.program.calls('from_pretrained'), ...model.program.calls('pipeline')].filter(
    (call) => !trained.includes(call),
  );
}

/** True when the program uses reduced precision in a place outside the given calls, or in one that cannot be read. */
export function isReducedElsewhere(model: Model, calls: readonly Span[]): boolean {
  const { state, evidence, needsFullPrecision } = model.precision;
  if (needsFullPrecision || state === 'unknown') return true;
  if (state !== 'mixed') return false;
  return !evidence.every(({ span }) => calls.some((call) => contains(call, span)));
}
