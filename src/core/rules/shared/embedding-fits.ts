/** Fits of sentence-transformers before its Trainer: `model.fit(train_objectives=..., use_amp=...)`. */
import type { Call } from '../../syntax/ast';
import type { Model } from '../../model/model';
import { readSwitch, valueOf } from '../../model/setting';
import { asNumber, asString } from '../../model/values';
import type { Fix } from '../rule';
import { keywordEdits } from './keyword-fix';
import { type Level, lowered } from './level';
import { FP16_REASON } from './mixed-precision';

export interface EmbeddingFit {
  readonly call: Call;
  readonly level: Level;
  readonly note: string | null;
  readonly fixes: readonly Fix[];
}

const MODELS = [
  'sentence_transformers.SentenceTransformer',
  'sentence_transformers.CrossEncoder',
  'sentence_transformers.cross_encoder.CrossEncoder',
];

/** Fits that leave `use_amp` off; they take the accelerator that is there. */
export function embeddingFits(model: Model): readonly EmbeddingFit[] {
  // Where it computes and how precisely are the dear questions.
  if (model.document.isTest || !model.program.mentions('sentence_transformers')) return [];
  const { device, precision, program } = model;
  if (['cpu', 'mps', 'tpu'].includes(device.kind)) return [];
  if (precision.tf32 || (precision.state !== 'none' && !program.mentions('use_amp'))) return [];
  return model.methodCalls('fit', ...MODELS).flatMap((call): EmbeddingFit[] => {
    const given = model.arguments(call, []);
    const amp = readSwitch(model, given, 'use_amp');
    const steps = valueOf(model, given, 'steps_per_epoch');
    const short = steps?.certainty === 'known' && (asNumber(steps) ?? Infinity) <= SHORT;
    if (!given.complete || model.isIgnored(call) || amp === 'on' || isOnCpu(model, call)) return [];
    const soft = (amp === 'default-off' ? 1 : 0) + (device.kind === 'unknown' ? 1 : 0);
    const edits = amp === 'default-off' ? undefined : keywordEdits(model, call, given, 'use_amp', 'True');
    const via = amp === 'default-off' ? (valueOf(model, given, 'use_amp')?.via ?? 'an option') : null;
    return [
      {
        call,
        level: short ? 'hint' : lowered('warning', soft),
        note: via ? `${via} can switch it on` : device.kind === 'unknown' ? 'on a GPU, if one is found' : null,
        fixes: edits ? [{ safety: 'review', title: 'Set use_amp=True', reason: FP16_REASON, edits, imports: [] }] : [],
      },
    ];
  });
}

/** A fit of at most so many steps shows how it works. */
const SHORT = 100;

/** `SentenceTransformer(name, device="cpu")`. */
function isOnCpu(model: Model, { func }: Call): boolean {
  if (func.kind !== 'attribute') return false;
  return model.origins(func.value).some((origin) => {
    const made = origin.kind === 'result' ? origin.call : undefined;
    const device = made?.args.find((one) => one.name === 'device')?.value;
    return device !== undefined && asString(model.value(device)) === 'cpu';
  });
}
