/** Finds long runs that keep no checkpoint to go on from, so that they can neither be moved to cleaner hours nor survive a crash. */
import { type KerasFit, kerasFits } from '../../model/trainers/keras-fit';
import { spanOf } from '../../text/span';
import type { Finding, Rule, RuleContext } from '../rule';
import { type Level, lowered } from '../shared/level';
import { notes } from '../shared/notes';
import { perSite } from '../shared/per-site';
import type { Unpausable } from '../shared/unpausable';
import { type EpochLoop, epochLoops, unpausableLoop } from '../shared/unpausable-loop';
import { unpausableFit, unpausableLightning, unpausableTransformers } from '../shared/unpausable-trainers';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'half of a run is lost on average where it is interrupted; how often that is, nobody can say',
);

export const rule: Rule = {
  meta: {
    id: 'long-run-cannot-pause',
    summary: 'A long run keeps no checkpoint to go on from, so an interruption costs all that was computed.',
    category: 'placement',
    severity: 'information',
    frameworks: ['torch', 'keras', 'huggingface', 'lightning'],
    triggers: ['backward', 'epochs'],
    requires: [
      [/\bbackward\s*\(/, /epochs["']?\s*[=:]/],
      [/\bbackward\s*\(/, /\bfit(?:_generator)?\s*\(/, 'TrainingArguments'],
      [/\bfor\b/, 'epochs'],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: 50, minimum: 2, description: 'Runs of at least this many epochs are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const loop of epochLoops(model)) yield* loopFindings(model, loop, context);
    for (const fit of kerasFits(model)) yield* fitFindings(model, fit, context);
    for (const find of TRAINERS) yield* findingsOf(find(model, fewestOf(context)), context);
  },
};

const TRAINERS = [unpausableTransformers, unpausableLightning];

const loopFindings = perSite(
  ({ epoch }: EpochLoop) => epoch,
  (model, loop, context) => findingsOf(unpausableLoop(model, loop, fewestOf(context)), context),
);

const fitFindings = perSite(
  ({ call }: KerasFit) => call,
  (model, fit, context) => findingsOf(unpausableFit(model, fit, fewestOf(context)), context),
);

const fewestOf = ({ options }: RuleContext): number => options['epochs'] ?? 50;

function findingsOf(all: readonly Unpausable[], context: RuleContext): Finding[] {
  return all.flatMap((one) => {
    const level = levelOf(one, fewestOf(context));
    return level ? [findingOf(one, level)] : [];
  });
}

/** Only of a run that is known to be long is it information; a short one starts again in no time. */
function levelOf({ scale, length, keeps, epochs }: Unpausable, fewest: number): Level | undefined {
  if (scale.size === 'short') return undefined;
  const soft = [scale.size === 'unknown', length.certainty === 'default', keeps === 'weights', epochs < 4 * fewest];
  return lowered('information', soft.filter(Boolean).length);
}

const REASON =
  'A file is written again and again; going on from it takes a few lines at the start that are not written here.';

function findingOf(one: Unpausable, level: Level): Finding {
  const { epochs, keeps, fix, length, scale, workload } = one;
  return {
    rule: rule.meta.id,
    severity: level,
    span: spanOf(one.node),
    message:
      keeps === 'nothing'
        ? `A run of ${epochs} epochs keeps no checkpoint before its end`
        : `Checkpoints of a run of ${epochs} epochs hold no optimizer state`,
    notes: notes(
      'with one, a run can wait for hours of cleaner power, use cheaper machines that may be taken away, and survive a crash',
      length.certainty === 'default' && `${length.via ?? 'an option'} can change the number of epochs`,
      scale.size === 'unknown' && scale.because,
    ),
    related: [],
    facts: { epochs, keeps },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: fix ? [{ ...fix, safety: 'review', reason: REASON }] : [],
  };
}
