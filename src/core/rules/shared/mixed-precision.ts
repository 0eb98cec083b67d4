/** What the mixed-precision rules share: the saving, the risk in words, and which 16-bit format suits the card. */
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import type { Call } from '../../syntax/ast';
import type { Saving } from '../rule';
import type { Span } from '../../text/span';
import { contains } from '../../text/span';

/**
 * From 12 % of the energy (60 runs of a small Keras CNN on an M2 Ultra) to 78 % of the time (BERT-large on V100, 4.5x).
 */
export const MIXED_PRECISION_SAVING: Saving = {
  scope: 'train',
  low: 0.15,
  typical: 0.4,
  high: 0.65,
  grade: 'T',
  source: 'NVIDIA/DeepLearningExamples READMEs of ResNet-50, BERT and nnU-Net: 1.46x to 4.5x in time with AMP',
};

export const BF16_REASON =
  'bf16 rounds to 8 significant bits and needs an Ampere or newer GPU: check the final accuracy.';
export const FP16_REASON =
  'fp16 can overflow where fp32 does not, the loss is scaled against it: check the final accuracy.';

/** Cards without bf16 and TF32, and cards with them, as people write them. */
const BEFORE_AMPERE =
  /\b(Tesla[ -]?)?(T4|V100|P100|P4|K80|M60)\b|\b(GTX[ -]?(9|10|16)\d\d|RTX[ -]?20\d\d|TITAN (V|X|RTX)|Quadro RTX)\b/i;
const AMPERE = /\b(A100|H100|H200|B200|A10G?|A30|A40|A6000|L4|L40S?|RTX[ -]?(30|40|50)\d\d|Ampere|Hopper)\b/i;

/** True when the program names a card from before Ampere and none from after. */
export const isPreAmpere = perModel((model) => {
  const { accelerator } = model.document;
  if (accelerator !== null && AMPERE.test(accelerator)) return false;
  if (accelerator !== null && BEFORE_AMPERE.test(accelerator)) return true;
  const { text } = model.program;
  return BEFORE_AMPERE.test(text) && !AMPERE.test(text);
});

/** `bf16` unless the program names a card that lacks it, or the notebook leaves it to Colab, whose usual card is a T4. */
export function preferredFormat(model: Model): 'bf16' | 'fp16' {
  const { accelerator } = model.document;
  if (isPreAmpere(model)) return 'fp16';
  return accelerator === null || AMPERE.test(accelerator) ? 'bf16' : 'fp16';
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
