/** Trains small matrices beside the weights of a transformer instead of the weights themselves. */
import { addKeyword } from '../../fixes/calls';
import { insertAfter } from '../../fixes/statements';
import type { Model } from '../../model/model';
import type { Call, Expr } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import type { Fix, ImportNeed } from '../rule';
import { quoted } from './quotes';

const REASON =
  'Adapters reach a little less or as much as full training; a larger learning rate (1e-4 and more) and the rank are yours to tune, and what is saved is the adapter.';

/** What the configuration calls the task of a class. */
const TASKS: readonly (readonly [RegExp, string])[] = [
  [/CausalLM/, 'CAUSAL_LM'],
  [/Seq2SeqLM|T5ForConditionalGeneration/, 'SEQ_2_SEQ_LM'],
  [/SequenceClassification/, 'SEQ_CLS'],
  [/TokenClassification/, 'TOKEN_CLS'],
];

const peft = (name: string): ImportNeed => ({ from: 'peft', name });

const configuration = (model: Model, task = ''): string => {
  const own = task === '' ? '' : `, task_type=${quoted(model, task)}`;
  return `LoraConfig(r=16, lora_alpha=32, target_modules=${quoted(model, 'all-linear')}${own})`;
};

/** SFTTrainer wraps the model itself. */
export function trainerLoraFixes(model: Model, trainer: Call): Fix[] {
  const edits = addKeyword(trainer, model.program.text, 'peft_config', configuration(model));
  return edits
    ? [{ title: 'Train LoRA adapters', safety: 'review', reason: REASON, edits, imports: [peft('LoraConfig')] }]
    : [];
}

/** `model = get_peft_model(model, ...)` behind the line that loads it. */
export function modelLoraFixes(model: Model, load: Call | undefined): Fix[] {
  const statement = load && statementOf(load);
  const [target] = statement?.kind === 'assign' ? statement.targets : [];
  if (!load || statement?.kind !== 'assign' || statement.value !== load || target?.kind !== 'name') return [];
  const task = TASKS.find(([pattern]) => pattern.test(className(model, load.func)))?.[1];
  if (!task) return [];
  const code = `${target.id} = get_peft_model(${target.id}, ${configuration(model, task)})`;
  const edits = insertAfter(model.program, statement, code);
  const imports = [peft('LoraConfig'), peft('get_peft_model')];
  return edits ? [{ title: 'Train LoRA adapters', safety: 'review', reason: REASON, edits, imports }] : [];
}

const className = ({ program }: Model, func: Expr): string => program.text.slice(func.start, func.end);
