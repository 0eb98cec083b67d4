/** What a finding's saving is worth on its workload, and how several savings add up without counting twice. */
import type { Workload } from '../model/workload';
import type { Saving, Scope } from '../rules/rule';
import { gramsCO2e, kilowattHours, type Range } from '../units/quantity';
import type { Estimate, SavingEstimate } from './types';

/** Savings together never promise more than this part of a workload. */
export const MOST = 0.95;

/** A part of a whole, as a range. */
type Part = Range;

const WHOLE: Part = { low: 1, typical: 1, high: 1 };
const NONE: Part = { low: 0, typical: 0, high: 0 };

/**
 * Evaluation inside a training run: a forward pass costs a third of a training step, over 10, 20 or 50 % as many samples:
 * (v / 3) / (1 + v / 3).
 */
const EVALUATION: Part = { low: 0.032, typical: 0.0625, high: 0.143 };

/**
 * The part of the workload's energy that belongs to a scope; null when it cannot be told (waiting for data, preparation), and
 * then the saving is not quantified.
 */
function partOf(scope: Scope, workload: Workload): Part | null {
  if (scope === 'whole' || scope === 'train') return WHOLE;
  if (scope === 'search') return workload.kind === 'search' || workload.kind === 'cross-validation' ? WHOLE : null;
  if (scope === 'infer') return workload.kind === 'inference' ? WHOLE : null;
  if (scope !== 'eval') return null;
  return workload.kind === 'inference' ? WHOLE : EVALUATION;
}

/** Energy and emissions that a saving is worth; null when it or the scope's share is not quantified. */
export function estimateSaving(saving: Saving, estimate: Estimate, workload: Workload): SavingEstimate | null {
  const part = shareSaved([saving], workload);
  return part === null ? null : worth(part, estimate);
}

/**
 * The worth of several savings on one workload: on one scope remaining fractions multiply, scopes count with their part of
 * the whole, and the total stays below 95 %. Null when none is quantified.
 */
export function composeSavings(
  savings: readonly Saving[],
  estimate: Estimate,
  workload: Workload,
): SavingEstimate | null {
  const part = shareSaved(savings, workload);
  return part === null ? null : worth(part, estimate);
}

/** The part of the workload that the savings leave away, 0..0.95; negative where one of them may cost. */
export function shareSaved(savings: readonly Saving[], workload: Workload): Range | null {
  let counted = 0;
  let everything: Part = WHOLE;
  let evaluation: Part = WHOLE;
  for (const saving of savings) {
    if (saving.low === null || partOf(saving.scope, workload) === null) continue;
    counted += 1;
    const partial = saving.scope === 'eval' && workload.kind !== 'inference';
    if (partial) evaluation = remaining(evaluation, saving);
    else everything = remaining(everything, saving);
  }
  if (counted === 0) return null;
  const share = evaluation === WHOLE ? NONE : EVALUATION;
  const at = (end: keyof Part): number => {
    const left = 1 - share[end] * (1 - evaluation[end]);
    return Math.min(MOST, 1 - everything[end] * left);
  };
  return ordered(at('low'), at('typical'), at('high'));
}

/** `left` is indexed by the end of the saving: `low` is what is left when little is saved. */
function remaining(left: Part, saving: Saving & { low: number }): Part {
  const times = (kept: number, saved: number): number => kept * (1 - Math.min(MOST, saved));
  return {
    low: times(left.low, saving.low),
    typical: times(left.typical, saving.typical),
    high: times(left.high, saving.high),
  };
}

/**
 * Energy saved: the typical share of the typical energy. The ends combine the two uncertainties in squares, and never exceed
 * the share of the workload's own ends.
 */
function worth(part: Range, estimate: Estimate): SavingEstimate {
  const scaled = (whole: Range): Range => {
    const typical = part.typical * whole.typical;
    if (part.low <= 0 || part.typical <= 0) {
      return ordered(part.low * whole.typical, typical, part.high * whole.high);
    }
    const down = Math.hypot(Math.log(part.typical / part.low), Math.log(whole.typical / whole.low));
    const up = Math.hypot(Math.log(part.high / part.typical), Math.log(whole.high / whole.typical));
    return ordered(typical * Math.exp(-down), typical, Math.min(typical * Math.exp(up), MOST * whole.high));
  };
  const energy = scaled(estimate.energy);
  const emissions = scaled(estimate.emissions);
  return {
    energy: {
      low: kilowattHours(energy.low),
      typical: kilowattHours(energy.typical),
      high: kilowattHours(energy.high),
    },
    emissions: {
      low: gramsCO2e(emissions.low),
      typical: gramsCO2e(emissions.typical),
      high: gramsCO2e(emissions.high),
    },
  };
}

function ordered(low: number, typical: number, high: number): Range {
  return { low: Math.min(low, typical), typical, high: Math.max(high, typical) };
}
