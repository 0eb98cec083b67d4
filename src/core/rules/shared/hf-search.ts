/** `Trainer.hyperparameter_search` of Hugging Face whose Trainer evaluates only at the end, so that no trial can be pruned. */
import { addKeyword } from '../../fixes/calls';
import type { Model } from '../../model/model';
import { destinationOf, TRAINING_ARGUMENTS } from '../../model/trainers/hf-trainer';
import { asNumber, asString } from '../../model/values';
import type { Call } from '../../syntax/ast';
import type { Fix } from '../rule';
import { quoted } from './quotes';

export interface UnevaluatedSearch {
  readonly call: Call;
  /** The training arguments. */
  readonly strategy: Call;
  /** How the code says that nothing is evaluated; null where that is only the default. */
  readonly chosen: string | null;
  readonly fixes: readonly Fix[];
}

const STRATEGIES = ['eval_strategy', 'evaluation_strategy', 'evaluate_during_training', 'do_eval'];

export function searchesWithoutEvaluation(model: Model): readonly UnevaluatedSearch[] {
  if (model.program.calls('hyperparameter_search').length === 0) return [];
  return model.callsOf(...TRAINING_ARGUMENTS).flatMap(({ call }): readonly UnevaluatedSearch[] => {
    const search = destinationOf(model, call).runs.find((run) => isSearch(run));
    const given = model.arguments(call, ['output_dir']);
    if (!search || model.isIgnored(search) || !given.complete || !usesOptuna(model, search)) return [];
    const epochs = given.get('num_train_epochs');
    if (epochs && (asNumber(model.value(epochs.value)) ?? 3) <= 1) return [];
    const [written] = STRATEGIES.flatMap((name) => given.get(name) ?? []);
    if (written && asString(model.value(written.value)) !== 'no') return [];
    const chosen = written ? 'eval_strategy is "no" here' : null;
    return [{ call: search, strategy: call, chosen, fixes: written ? [] : evaluate(model, call) }];
  });
}

const isSearch = ({ func }: Call): boolean => func.kind === 'attribute' && func.attr === 'hyperparameter_search';

/** Ray has schedulers of its own, and W&B and SigOpt end no trial here. */
function usesOptuna(model: Model, search: Call): boolean {
  const backend = search.args.find((one) => one.name === 'backend')?.value;
  return !backend || asString(model.value(backend)) === 'optuna';
}

function evaluate(model: Model, call: Call): readonly Fix[] {
  const edits = addKeyword(call, model.program.text, 'eval_strategy', quoted(model, 'epoch'));
  if (!edits) return [];
  const reason = 'Each epoch ends with an evaluation, and a trial that is worse than the median at its step is ended.';
  return [{ title: 'Evaluate every epoch', safety: 'review', reason, edits, imports: [] }];
}
