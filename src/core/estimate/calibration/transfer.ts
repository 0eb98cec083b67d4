/** How far runs of one machine, framework, class and precision are apart, and how their time grows with the work. */
import { CLASSES, type WorkClass } from '../priors/classes';
import { spreadsWithin, type Apart, type Spreads } from './posterior';

/** The same script again: 1-2 % (carbontracker's epochs; FFCV, 60 pairs), and what else the machine does. */
const RUN = 0.03;

/**
 * Exponents of time in FLOPs between models of one machine and code base, and how far models and configurations then still
 * lie apart, from pairs of published runs: GLUE (216 pairs of one model: 2 %), FFCV, Fischer et al. 2022, YOLOv5, detectron2.
 */
const NETWORKS: Readonly<Partial<Record<WorkClass, Apart & { readonly exponent: number }>>> = {
  llm: apart(1, 0.15, 0.06),
  transformer: apart(1, 0.15, 0.04),
  vit: apart(0.85, 0.2, 0.06),
  // Depth decides as much as arithmetic where a batch is small: a class as a whole tells less than one of its models.
  cnn: apart(0.75, 0.35, 0.06),
  plain: apart(0.75, 0.15, 0.06),
  compact: apart(0.5, 0.33, 0.12),
  detection: apart(0.5, 0.16, 0.1),
};

/** Judgement for classes of which no two published runs share a machine. */
const OTHER = { model: 0.4, configuration: 0.15, run: RUN };

/** Of one estimator, other data and parameters: pairs of raphischer/metaqure lie 0.2-0.7 apart, within what its law leaves. */
const ESTIMATOR = { model: 0, configuration: 0.4, run: 0.05 };

/** Early stopping ends two runs of one script 6-15 % apart (Zeus NSDI 2023 traces, seeds). */
const STOPPING = 0.12;

export function exponentOf(group: string): number {
  return NETWORKS[group as WorkClass]?.exponent ?? CLASSES[group as WorkClass].exponent;
}

export interface Target {
  readonly family: 'deep' | 'classical' | 'boosting';
  readonly group: string;
  readonly stopsEarly: boolean;
  /** Part of the next that lies in the work of a sample. */
  readonly unsureWork: number;
  /** Standard deviation of the prior, of the speed alone. */
  readonly speed: number;
  /** And of what else makes the time: unknown data, epochs, fits. Only runs of the same script share it. */
  readonly amount: number;
}

export function spreadsOf({ family, group, stopsEarly, unsureWork, speed, amount }: Target): Spreads {
  const network = NETWORKS[group as WorkClass] ?? OTHER;
  const { model, configuration, run } = family === 'deep' ? network : ESTIMATOR;
  const unsure = Math.min(unsureWork, 0.95 * speed);
  const spreads = spreadsWithin(Math.sqrt(speed ** 2 - unsure ** 2), { model, configuration, run });
  return {
    ...spreads,
    configuration: Math.hypot(spreads.configuration, unsure, amount),
    run: Math.hypot(spreads.run, stopsEarly ? STOPPING : 0),
  };
}

function apart(exponent: number, model: number, configuration: number): Apart & { readonly exponent: number } {
  return { exponent, model, configuration, run: RUN };
}
