/**
 * `trainer_state.json` of a Hugging Face Trainer: the last entry of `log_history` says how long the training took and how many
 * samples passed a second. It names no model and no machine.
 */
import { measuredRun } from '../measured';
import type { ImportedRuns, RunFormat } from './import';
import { parsedJson, positive, recordOf } from './records';

export const trainerState: RunFormat = {
  name: 'Hugging Face trainer_state.json',
  recognises: (path, head) => /trainer_state\.json$/i.test(path) || /"(log_history|best_model_checkpoint)"/.test(head),
  read(path, text) {
    const state = recordOf(parsedJson(text));
    if (state === null) return problem('is not a JSON object');
    const history: readonly unknown[] = Array.isArray(state['log_history']) ? state['log_history'] : [];
    const last = history.map(recordOf).findLast((entry) => positive(entry?.['train_runtime']) !== null);
    const seconds = positive(last?.['train_runtime']);
    // The states of checkpoints on the way have none.
    if (!last || seconds === null) return problem('does not say how long the training took (no train_runtime)');
    const rate = positive(last['train_samples_per_second']);
    const folders = foldersOf(path);
    const run = measuredRun({
      from: 'trainer_state.json',
      seconds,
      samplesSeen: rate === null ? null : rate * seconds,
      epochsSeen: positive(last['epoch']) ?? positive(state['epoch']),
      names: folders,
    });
    return { runs: [run], problems: [] };
  },
};

function problem(message: string): ImportedRuns {
  return { runs: [], problems: [{ line: null, message }] };
}

/** The output folder that the state lies in, as the code may write it: `out/bert/checkpoint-500/` is of `out/bert`, or `bert`. */
function foldersOf(path: string): readonly string[] {
  const parts = path
    .split(/[\\/]/)
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  if (/^checkpoint-\d+$/.test(parts.at(-1) ?? '')) parts.pop();
  const [last, parent] = [parts.at(-1), parts.at(-2)];
  if (last === undefined) return [];
  const written = parent === undefined ? [last] : [`${parent}/${last}`, last];
  return written.flatMap((name) => [name, `./${name}`, `${name}/`, `./${name}/`]);
}
