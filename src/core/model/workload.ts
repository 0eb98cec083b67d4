/** One training run, search or bulk inference, as facts that the estimator turns into energy. */
import type { Span } from '../text/span';
import type { DeviceKind } from './device';
import type { Certainty } from './values';

export type WorkloadKind = 'train' | 'search' | 'cross-validation' | 'inference';
export type WorkloadFramework =
  | 'torch'
  | 'keras'
  | 'tensorflow'
  | 'huggingface'
  | 'lightning'
  | 'sklearn'
  | 'xgboost'
  | 'lightgbm'
  | 'catboost'
  | 'jax'
  | 'optuna'
  | 'fastai'
  | 'other';

/**
 * A fact with how well it is known; null where the source does not determine it. `observed`: the source does not say, but the
 * stored output of a notebook does, and `note` quotes it.
 */
export type Fact<T> = {
  readonly value: T;
  readonly certainty: Exclude<Certainty, 'unknown'> | 'observed';
  readonly span: Span | null;
  readonly note: string | null;
} | null;

export interface Workload {
  /** Identifies the workload inside one analysis: the start offset of its span. */
  readonly id: number;
  readonly kind: WorkloadKind;
  /** The call (or epoch loop) that runs it. */
  readonly span: Span;
  readonly framework: WorkloadFramework;
  /** Architecture, estimator class or checkpoint name as written: `resnet50`, `bert-base-uncased`, `SVC`. */
  readonly model: Fact<string>;
  /** Data set name as written: `CIFAR10`, `imdb`, `load_digits`. */
  readonly dataset: Fact<string>;
  readonly samples: Fact<number>;
  readonly features: Fact<number>;
  readonly epochs: Fact<number>;
  readonly maxSteps: Fact<number>;
  readonly batchSize: Fact<number>;
  readonly accumulation: Fact<number>;
  readonly imageSize: Fact<number>;
  readonly sequenceLength: Fact<number>;
  readonly candidates: Fact<number>;
  readonly folds: Fact<number>;
  /** Cross-validation fits, outer loops multiplied in; trainings that loops around them repeat, null for one that runs once. */
  readonly fits: Fact<number>;
  /** Final fits on all data. */
  readonly refits: Fact<number>;
  readonly precision: Fact<'fp32' | 'tf32' | 'mixed' | 'bf16' | 'fp16' | 'fp64'>;
  readonly device: DeviceKind;
  readonly devices: Fact<number>;
  /** Early stopping or pruning is in place, so epochs are an upper bound. */
  readonly stopsEarly: boolean;

  // What only some sources determine; absent means the same as null.
  /** So many fits at least, where `fits` is open because a loop around them cannot be counted. */
  readonly leastFits?: Fact<number>;
  /** Weights of a model that the source builds, embeddings among them; at most so many where the note says so. */
  readonly parameters?: Fact<number>;
  /** So many weights at least, where the source does not determine all. */
  readonly leastParameters?: Fact<number>;
  /** Part of the data set that is trained on, from 0 to 1, where `samples` is not known. */
  readonly share?: Fact<number>;
  /** FLOPs of one forward pass of one sample, counted from the layers. */
  readonly flopsPerSample?: Fact<number>;
  /** What most of that work is done by. */
  readonly layers?: Fact<'convolutional' | 'recurrent' | 'attention' | 'dense'>;
  /** Layers that multiply. */
  readonly layerCount?: Fact<number>;
  /** Distinct labels. */
  readonly classes?: Fact<number>;
  /** Columns of categories are expanded into one column for each. */
  readonly encoded?: Fact<boolean>;
  /** `n_jobs` as written: -1 is every core. */
  readonly jobs?: Fact<number>;
  /** Loader worker processes. */
  readonly workers?: Fact<number>;
  /** A pipeline that decodes on the accelerator or from a packed format (DALI, FFCV), or tensors in memory, so that images do not wait. */
  readonly loader?: Fact<'packed'>;
  /** Several devices: `threads` share one batch and one set of loader workers, `processes` have their own. */
  readonly replicas?: Fact<'threads' | 'processes'>;
  /** `head`: the backbone is frozen; `adapter`: LoRA and the like. */
  readonly trains?: Fact<'all' | 'head' | 'adapter'>;
  /** Activations are computed again in the backward pass. */
  readonly checkpointing?: Fact<boolean>;

  // What the stored outputs of a notebook say of the run that made them.
  /** Seconds that the whole run took on the machine that made the outputs, at most: other work in its cell counts as well. */
  readonly observedSeconds?: Fact<number>;
  /** Optimiser steps, or rounds of boosting. */
  readonly observedSteps?: Fact<number>;
  /** The accelerator that the notebook names: `Tesla T4`. */
  readonly observedAccelerator?: Fact<string>;
}
