/** How each class of model behaves: scaling of time with work, spread of speed, fixed cost of a step. */
import type { ModelClass } from '../../../data/models';

export type WorkClass = ModelClass | 'small' | 'recurrent' | 'unknown';

export interface ClassPrior {
  /** As shown: "ResNet-class network". */
  readonly label: string;
  /** Time of a sample grows with (FLOPs / reference)^exponent; below 1, small models use the hardware worse. */
  readonly exponent: number;
  /** Training FLOPs of one sample at which the efficiency of `efficiency.ts` holds. */
  readonly reference: number;
  /** Standard deviation of ln(time) that hardware, code and library versions leave. */
  readonly sigma: number;
  /** Seconds that one step takes on a GPU however small the batch: launches, Python, optimizer. */
  readonly step: number;
  readonly stepSigma: number;
  /** Samples are images that a loader decodes. */
  readonly images: boolean;
  /** Prior for the samples of an unknown data set. */
  readonly usualSamples: number;
  readonly source: string;
}

const TIMM = 'timm train benchmarks, RTX 3090 AMP (2022)';
const LAMBDA = 'lambdal/deeplearning-benchmark throughput tables (2024)';
const ZEUS = 'Zeus NSDI 2023 traces';

export const CLASSES: Readonly<Record<WorkClass, ClassPrior>> = {
  // Exponent 1: transfer between models within one code base errs 10 % over 38 pairs.
  llm: prior('large language model', 1, 1e13, 0.45, 0.05, 0.5, 20_000, 'mosaicml/llm-foundry benchmark table (2024)'),
  transformer: prior('transformer', 1, 6.7e10, 0.45, 0.03, 0.5, 20_000, LAMBDA),
  // Slope 0.85 over 129 vision transformers.
  vit: { ...prior('vision transformer', 0.85, 1.05e11, 0.6, 0.03, 0.5, 20_000, TIMM), images: true },
  // Slope 0.62 over 143 networks; 0.75 between models on one machine. In between. Sigma: 0.31 between 173 networks of timm at this
  // slope, 0.15 between machines (Zeus), 0.2 between code and library versions.
  cnn: { ...prior('ResNet-class network', 0.7, 2.45e10, 0.4, 0.02, 0.6, 20_000, `${LAMBDA}; ${TIMM}`), images: true },
  // 3x3 convolutions throughout (VGG, ResNet-18): 1.5 times the utilisation of bottlenecks; slope 0.83 from ResNet-18 to VGG-16.
  plain: { ...prior('plain convolutional network', 0.83, 1.09e10, 0.4, 0.012, 0.6, 20_000, TIMM), images: true },
  // Slope 0.71 over 112 networks; 0.5 between models on one machine.
  compact: { ...prior('compact network', 0.6, 2.3e9, 1.0, 0.03, 0.6, 20_000, `${TIMM}; ${ZEUS}`), images: true },
  detection: { ...prior('detection or segmentation', 0.6, 1e11, 0.8, 0.06, 0.6, 5_000, LAMBDA), images: true },
  diffusion: { ...prior('diffusion model', 1, 2e12, 0.7, 0.08, 0.5, 10_000, 'as transformers'), images: true },
  // No work per sample to go by: launch latency decides. 0.3-3 ms a step for plain layers; judgement.
  small: prior('small network', 1, 1e7, 0.9, 0.001_5, 0.8, 20_000, `judgement; ${ZEUS} (NCF 4-10 ms)`),
  recurrent: prior('recurrent network', 1, 1e9, 0.9, 0.015, 0.9, 20_000, 'judgement'),
  unknown: prior('unknown network', 1, 1e9, 1.6, 0.012, 1.6, 20_000, 'judgement'),
};

function prior(
  label: string,
  exponent: number,
  reference: number,
  sigma: number,
  step: number,
  stepSigma: number,
  usualSamples: number,
  source: string,
): ClassPrior {
  return { label, exponent, reference, sigma, step, stepSigma, images: false, usualSamples, source };
}
