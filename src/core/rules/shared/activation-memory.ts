/** About how much memory a transformer trains in when nothing is computed twice. */
import { type ModelFacts, modelNamed } from '../../../data/models';
import type { Model } from '../../model/model';

export interface TrainedTransformer {
  readonly name: string;
  /** Of one device. */
  readonly batch: number;
  /** Under autocast or in 16-bit weights. */
  readonly isReduced: boolean;
  /** Of the longest example; null where the source does not say. */
  readonly tokens: number | null;
}

export interface Memory {
  readonly parameters: number;
  /** Gigabytes of activations, and of all. */
  readonly activations: number;
  readonly total: number;
}

/** Tokens that a tokenizer cuts at where nothing is said, and the width of a head, in the published encoders and small decoders. */
const TOKENS = 512;
const HEAD = 64;
/** Weights, gradients and the two states of Adam, in 32 bits. */
const STATE_BYTES = 16;

/**
 * Upper bound, with attention that is written out: s·b·h·(34 + 5·a·s/h) bytes a layer in 16 bits (Korthikanti et al. 2022,
 * arXiv:2205.05198, equation 2), and twice as many in 32. Undefined for what is no known transformer.
 */
export function trainingMemory(model: Model, run: TrainedTransformer): Memory | undefined {
  const { name, batch, tokens, isReduced } = run;
  const facts = modelNamed(name);
  if (facts?.work.kind !== 'sequence') return undefined;
  const { layers, hidden } = facts.work;
  const length = tokens ?? Math.max(TOKENS, facts.work.tokens);
  const layer = length * batch * hidden * (34 + (5 * length) / HEAD);
  const activations = ((isReduced ? 1 : 2) * layers * layer + logits(model, facts, length * batch)) / 1e9;
  return { parameters: facts.parameters, activations, total: activations + (STATE_BYTES * facts.parameters) / 1e9 };
}

const GENERATES = /For(CausalLM|MaskedLM|Seq2SeqLM|ConditionalGeneration|PreTraining)\b|LMHead|SFTTrainer/;

/** Scores of all words at each place, with their gradient, where the model predicts words. */
function logits(model: Model, { parameters, work }: ModelFacts, places: number): number {
  if (work.kind !== 'sequence' || !model.program.first(GENERATES)) return 0;
  const words = Math.max(30_000, (parameters - work.active) / work.hidden);
  return 8 * places * words;
}
