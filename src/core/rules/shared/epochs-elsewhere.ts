/** Training for many epochs that another file runs and validates, where this file says for how many. */
import type { ImportedTraining } from '../../model/imports/imported';
import { type TrainingElsewhere, trainingElsewhere } from '../../model/imports/training-elsewhere';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { leastNumber } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, RuleId } from '../rule';
import { loopNote, otherRuns, scaleOfRun } from './elsewhere';
import { hasFixedScheduleFor } from './fixed-schedule';
import { atScale, type Level, lowered, scaleNote } from './level';
import { notes } from './notes';
import { STOPPING_SAVING } from './stopping-saving';

/** Both the loop over epochs and what it validates are in another file, and this one says how many epochs. */
export function epochsElsewhere(model: Model, rule: RuleId, fewest: number): readonly Finding[] {
  return trainingElsewhere(model).flatMap((training) => findingOf(model, training, { rule, fewest }) ?? []);
}

interface Wanted {
  readonly rule: RuleId;
  /** Runs of fewer epochs are left alone. */
  readonly fewest: number;
}

function findingOf(model: Model, training: TrainingElsewhere, { rule, fewest }: Wanted): Finding | undefined {
  const { loop } = training;
  if (!loop.validates || loop.endsEarly || loop.kind !== 'supervised' || stopsByName(model)) return undefined;
  const [run] = training.runs
    .filter(({ training: one }) => isLongEnough(one, fewest))
    .sort((a, b) => (leastNumber(a.training.epochs) ?? 0) - (leastNumber(b.training.epochs) ?? 0));
  const epochs = run && leastNumber(run.training.epochs);
  if (!run || epochs === undefined) return undefined;
  const { call, through, epochs: written } = run.training;
  const scheduled = hasFixedScheduleFor(model, epochs) || through.uses(FULL_SCHEDULES);
  const isDefault = written.certainty === 'default';
  const level: Level = scheduled ? 'hint' : lowered('information', isDefault ? 1 : 0);
  const scale = scaleOfRun(model, run);
  return {
    rule,
    severity: atScale(level, scale),
    span: spanOf(call),
    message: `All ${epochs} epochs run, even if the validation score stops improving`,
    notes: notes(
      loopNote(loop),
      isDefault && `the number of epochs is the default of ${written.via ?? 'an option'}`,
      scheduled && SCHEDULE_NOTE,
      scaleNote(level, scale),
    ),
    related: otherRuns(training, run),
    facts: { epochs, patience: null, metric: null },
    saving: STOPPING_SAVING,
    workload: workloadOf(model, call)?.id ?? null,
    fixes: [],
  };
}

export const SCHEDULE_NOTE = 'the learning rate schedule is laid out over all epochs';

/** Words of schedules that last as long as the run. */
const FULL_SCHEDULES =
  /^(CosineAnnealingLR|OneCycleLR|PolynomialLR|PolyLR|CosineLRScheduler|LambdaLR|get_\w*schedule\w*|get_scheduler|create_scheduler\w*|cosine_scheduler|adjust_learning_rate|adjust_lr)$/;

/** So many epochs that the call itself decides on; a loop that has as many by itself is reported in its file. */
function isLongEnough({ epoch, epochs, through }: ImportedTraining, fewest: number): boolean {
  if (epoch !== null || through.trains !== 'epochs' || through.stops) return false;
  return (leastNumber(epochs) ?? 0) >= fewest && (leastNumber(through.epochs) ?? 0) < fewest;
}

const stopsByName = perModel((model): boolean => model.program.first(/early_?stop/i) !== undefined);
