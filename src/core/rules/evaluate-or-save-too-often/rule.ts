/** Finds runs that evaluate all their data, or save a checkpoint, every few steps. */
import { spanOf } from '../../text/span';
import type { Model } from '../../model/model';
import type { Finding, Rule } from '../rule';
import { atScale, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { NOT_QUANTIFIED, savingOfShare, shareOf, type TooOften } from '../shared/too-often';
import { tooOftenInLightning } from '../shared/too-often-lightning';
import { tooOftenInLoops } from '../shared/too-often-loop';
import { type Limits, tooOftenInTrainers } from '../shared/too-often-trainer';

export const rule: Rule = {
  meta: {
    id: 'evaluate-or-save-too-often',
    summary: 'Evaluating or saving every few steps takes the time that should go into training.',
    category: 'loop',
    severity: 'information',
    frameworks: ['huggingface', 'lightning', 'torch'],
    triggers: ['eval_steps', 'logging_steps', 'save_steps', 'val_check_interval', 'backward'],
    requires: [
      ['Arguments', 'Config', 'Trainer', /\bbackward\s*\(/],
      ['_steps', 'val_check_interval', /^\s+(?:for|if)\b/m],
      [/val|test|dev/i, 'save_steps'],
    ],
    saving: NOT_QUANTIFIED,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      steps: { default: 20, minimum: 1, description: 'Evaluations at least this many steps apart are not reported.' },
      epoch: { default: 5, minimum: 1, description: 'Nor those at least this many per cent of an epoch apart.' },
      share: { default: 25, minimum: 1, description: 'Nor those that take less than this many per cent of the run.' },
      saves: { default: 50, minimum: 1, description: 'Saves more steps apart are not reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    const limits: Limits = {
      steps: options['steps'] ?? 0,
      epoch: options['epoch'] ?? 0,
      share: options['share'] ?? 0,
      saves: options['saves'] ?? 0,
    };
    const found = [tooOftenInTrainers, tooOftenInLightning, tooOftenInLoops].flatMap((find) => find(model, limits));
    for (const one of found) yield findingOf(model, one);
  },
};

function findingOf({ program }: Model, one: TooOften): Finding {
  const { node, level, scale, share, interval } = one;
  const end = node.kind === 'for' ? program.text.indexOf('\n', node.start) : node.end;
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: { ...spanOf(node), end: end < 0 ? node.end : Math.min(end, node.end) },
    message: one.message,
    notes: notes(
      ...one.notes,
      share && `evaluations take about ${Math.round(100 * shareOf(share))} % of the run`,
      scaleNote(level, scale),
    ),
    related: [],
    facts: { interval, share: share ? shareOf(share) : null },
    saving: savingOfShare(share),
    workload: one.workload?.id ?? null,
    fixes: one.fixes,
  };
}
