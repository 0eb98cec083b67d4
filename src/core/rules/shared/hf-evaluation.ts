/** How a Hugging Face Trainer evaluates and saves, and the edits that let it keep its best checkpoint. */
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { valueOf } from '../../model/setting';
import { TRAINING_ARGUMENTS } from '../../model/trainers/hf-trainer';
import { asBoolean, asNumber, asString } from '../../model/values';
import type { Call } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import { addKeywords, keywordEdits } from './keyword-fix';
import type { Metric } from './hf-metric';
import { quoted } from './quotes';

/** Both spellings; the second was removed from the current releases. */
const EVALUATION_NAMES = ['eval_strategy', 'evaluation_strategy'] as const;

export type Strategy = 'no' | 'epoch' | 'steps';

/** Undefined when it cannot be read; the default is `no`. */
export function evaluationOf(model: Model, given: Arguments): Strategy | undefined {
  const name = EVALUATION_NAMES.find((one) => given.has(one));
  if (name !== undefined) return strategyOf(model, given, name);
  return given.has('evaluate_during_training') ? undefined : 'no';
}

/** The default of `save_strategy` is `steps`. */
export function savingOf(model: Model, given: Arguments): Strategy | undefined {
  return given.has('save_strategy') ? strategyOf(model, given, 'save_strategy') : 'steps';
}

/** `"epoch"`, `IntervalStrategy.EPOCH`. */
function strategyOf(model: Model, given: Arguments, name: string): Strategy | undefined {
  const bound = given.get(name);
  const value = valueOf(model, given, name);
  if (!bound || !value || bound.certainty === 'maybe') return undefined;
  const member = /Strategy\.(NO|EPOCH|STEPS)$/.exec(model.program.text.slice(bound.value.start, bound.value.end))?.[1];
  const text = member?.toLowerCase() ?? asString(value);
  return text === 'no' || text === 'epoch' || text === 'steps' ? text : undefined;
}

export function loadsBest(model: Model, given: Arguments): boolean | undefined {
  const value = valueOf(model, given, 'load_best_model_at_end');
  return value ? asBoolean(value) : false;
}

/**
 * Evaluates and saves at the same times, and loads the best checkpoint at the end. Undefined where a setting cannot be
 * read or would come twice; an empty list where all is set. By the metric of the author, who compares runs by it: the loss of a
 * fine-tuned network rises while its accuracy still improves.
 */
export function bestModelEdits(
  model: Model,
  call: Call,
  given: Arguments,
  metric?: Metric,
): readonly TextEdit[] | undefined {
  const [evaluation, saving, best] = [evaluationOf(model, given), savingOf(model, given), loadsBest(model, given)];
  if (evaluation === undefined || saving === undefined || best === undefined || !given.complete) return undefined;
  if (given.has('save_only_model') && given.has('deepspeed')) return undefined;
  const wanted: [string, string][] = [];
  const strategy = evaluation === 'no' ? 'epoch' : evaluation;
  if (evaluation === 'no') wanted.push([evaluationName(model, given), quoted(model, 'epoch')]);
  if (saving !== strategy) wanted.push(['save_strategy', quoted(model, strategy)]);
  if (strategy === 'steps') {
    const steps = savingSteps(model, given);
    if (steps === undefined) return undefined;
    if (steps !== '') wanted.push(['save_steps', steps]);
  }
  if (!best) wanted.push(['load_best_model_at_end', 'True']);
  if (metric && !given.has('metric_for_best_model') && !given.has('greater_is_better')) {
    wanted.push(['metric_for_best_model', quoted(model, metric.name)]);
    // What is not a loss is taken to be better when it is greater.
    if (metric.direction === 'min' && !metric.name.endsWith('loss')) wanted.push(['greater_is_better', 'False']);
  }
  return writtenSettings(model, call, given, wanted);
}

/** Each setting changed where it is, or added; undefined where one cannot be written. */
export function writtenSettings(
  model: Model,
  call: Call,
  given: Arguments,
  wanted: readonly (readonly [string, string])[],
): readonly TextEdit[] | undefined {
  const changes = wanted.filter(([name]) => given.has(name));
  const added = wanted.filter(([name]) => !given.has(name)).map(([name, value]) => `${name}=${value}`);
  const edits = changes.map(([name, value]) => keywordEdits(model, call, given, name, value));
  if (added.length > 0) edits.push(addKeywords(model, call, added));
  return edits.every((one) => one !== undefined) ? edits.flat() : undefined;
}

/**
 * Saves have to come at a multiple of the evaluations: the text for `save_steps`, empty when it is right as it is.
 * Both default to 500, and evaluations to `logging_steps`.
 */
function savingSteps(model: Model, given: Arguments): string | undefined {
  const interval = given.get('eval_steps') ?? given.get('logging_steps');
  const saves = given.get('save_steps');
  if (!interval) return saves && asNumber(model.value(saves.value)) !== 500 ? undefined : '';
  const text = model.program.text.slice(interval.value.start, interval.value.end);
  if (!saves) return text;
  if (model.program.text.slice(saves.value.start, saves.value.end) === text) return '';
  const [every, each] = [asNumber(model.value(interval.value)), asNumber(model.value(saves.value))];
  if (every === undefined || each === undefined || every < 1) return undefined;
  return each % every === 0 ? '' : text;
}

/** The spelling that the call has, else the one that the file or a pinned version proves, else the current one. */
function evaluationName(model: Model, given: Arguments): string {
  const own = EVALUATION_NAMES.find((one) => given.has(one));
  if (own) return own;
  return isOldRelease(model) ? 'evaluation_strategy' : 'eval_strategy';
}

/** `eval_strategy` came with transformers 4.41 (training_args.py of 4.40.2 and 4.41.0). */
const isOldRelease = perModel((model) => {
  const calls = model.callsOf(...TRAINING_ARGUMENTS).map(({ call }) => call);
  const names = new Set(calls.flatMap((call) => call.args.map(({ name }) => name)));
  if (names.has('eval_strategy')) return false;
  if (names.has('evaluation_strategy')) return true;
  return model.document.surroundings.some(({ text }) => pinsOld(text));
});

/** `transformers==4.38.2`, `name = "transformers"` with `version = "4.38.2"`, `transformers<4.41`. */
function pinsOld(text: string): boolean {
  const pinned = /(?:^|[^\w-])transformers(?:\[[^\]]*\])?["']?\s*(?:==|~=|<=|<|=\s*["']?==?)\s*["']?(\d+)\.(\d+)/m.exec(
    text,
  );
  const locked = /name = "transformers"\s*\nversion = "(\d+)\.(\d+)/.exec(text);
  const [, major, minor] = pinned ?? locked ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) < 4 || (Number(major) === 4 && Number(minor) < 41);
}
