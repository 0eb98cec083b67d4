/** Lightning trainers that validate every few batches. */
import { replaceExpression } from '../../fixes/edits';
import type { Model } from '../../model/model';
import { fittedModule, scaleOfLightning } from '../../model/scale/of-runs';
import { valueOf } from '../../model/setting';
import { fittingTrainers, isTrial, type LightningTrainer } from '../../model/trainers/lightning';
import { asNumber, type Value } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Expr } from '../../syntax/ast';
import type { Fix } from '../rule';
import { lowered } from './level';
import { every, type TooOften } from './too-often';
import type { Limits } from './too-often-trainer';

export function tooOftenInLightning(model: Model, limits: Limits): TooOften[] {
  if (!model.program.mentions('val_check_interval')) return [];
  return fittingTrainers(model).flatMap((trainer) => {
    const found = trainer.certainty === 'is' ? findIn(model, trainer, limits) : undefined;
    return found ? [found] : [];
  });
}

/** Each of them makes an evaluation, or the run, a small one. */
const CAPS = [
  'limit_val_batches',
  'val_percent_check',
  'overfit_batches',
  'limit_train_batches',
  'max_steps',
  'max_time',
];

function findIn(model: Model, { call, given, fits }: LightningTrainer, limits: Limits): TooOften | undefined {
  const bound = given.get('val_check_interval');
  const value = valueOf(model, given, 'val_check_interval');
  const number = value && asNumber(value);
  if (!bound || !value || number === undefined || number <= 0) return undefined;
  if (!given.complete || isTrial(model, given) || CAPS.some((one) => given.has(one))) return undefined;
  const workload = workloadOf(model, ...fits);
  const isPart = partOfEpoch(model, value);
  if (isPart === undefined || workload?.epochs?.value === 1) return undefined;
  if (isPart ? number >= limits.epoch / 100 : number >= limits.steps) return undefined;
  const epochs = workload?.epochs?.value ?? null;
  return {
    node: bound.argument ?? call,
    message: `The Trainer validates ${isPart ? `every ${Number((100 * number).toPrecision(2))} % of an epoch` : every(number)}`,
    level: lowered('information', value.certainty === 'default' ? 1 : 0),
    notes: [
      !isPart && 'a whole number counts batches, 1.0 is once per epoch',
      value.certainty === 'default' && `${value.via ?? 'an option'} can change it`,
    ],
    interval: isPart ? null : number,
    share: null,
    scale: scaleOfLightning(model, { module: fittedModule(fits), epochs, workload }),
    workload,
    fixes: value.certainty === 'known' ? onceFix(bound.value) : [],
  };
}

/** `0.01` is a part of an epoch, `10` are batches; undefined where the number is not written anywhere. */
function partOfEpoch(model: Model, { source }: Value): boolean | undefined {
  const text = source && model.program.text.slice(source.start, source.end);
  return text && /^[\d._e-]+$/.test(text) ? /[.e]/.test(text) : undefined;
}

function onceFix(value: Expr): Fix[] {
  if (value.kind !== 'constant') return [];
  const reason =
    'Validation runs once per epoch: callbacks that watch it, and the choice of checkpoints, see fewer scores.';
  const edits = replaceExpression(value, '1.0');
  return [{ title: 'Use val_check_interval=1.0', safety: 'review', reason, edits, imports: [] }];
}
