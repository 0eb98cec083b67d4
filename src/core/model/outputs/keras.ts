/** What `fit` and `summary` of Keras print: epochs, their durations, samples, parameters. */
import { counted, linesOf, numeral, type Counted, type Reader } from './observation';

/**
 * The last state of a progress bar of Keras 1 to 3, or its line of `verbose=2`: `25/25 [====] - 0s 4ms/step - loss: 1.2`,
 * `25/25 ━━━━ 0s 4ms/step - loss: 1.2`, `25/25 - 0s - 4ms/step - loss: 1.2`, ` - 12s - loss: 1.2`.
 */
const EPOCH_LINE =
  /^ *(?:(\d+)\/(?:\d+|Unknown) )?(?:\[[=>.]+\] |━+ )?(?:- )?(\d+)s(?: -)?(?: (\d+(?:\.\d+)?)(s|ms|us|µs)\/(?:step|sample))?(?: - |$)/;
const HEADER = /^Epoch (\d+)\/(\d+) *$/;
/** Lines between the header and its bar: warnings, a summary of the model. */
const REACH = 4;
const PER: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6 };

interface Epoch {
  readonly number: number;
  readonly planned: number;
  /** Undefined where the bar did not reach its end. */
  readonly seconds: number | undefined;
  readonly steps: number | undefined;
}

export const readKeras: Reader = (outputs) => {
  const lines = linesOf(outputs);
  const rows = trained(lines);
  // Older releases, which say on how many samples they train, count those in their bars.
  const ofBar = rows.length > 0 ? withoutSteps : (run: readonly Epoch[]): readonly Epoch[] => run;
  return [...rows, ...runsOf(epochsIn(lines)).flatMap((run) => ofRun(ofBar(run))), ...parameters(lines)];
};

const withoutSteps = (run: readonly Epoch[]): readonly Epoch[] => run.map((one) => ({ ...one, steps: undefined }));

function epochsIn(lines: readonly string[]): readonly Epoch[] {
  return lines.flatMap((line, at) => {
    const header = HEADER.exec(line);
    if (!header) return [];
    const after = lines.slice(at + 1, at + 1 + REACH);
    const next = after.findIndex((one) => HEADER.test(one));
    const bar = after
      .slice(0, next < 0 ? REACH : next)
      .map((one) => EPOCH_LINE.exec(one))
      .find((match) => match !== null);
    return [{ number: Number(header[1]), planned: Number(header[2]), ...(bar ? duration(bar) : UNFINISHED) }];
  });
}

const UNFINISHED = { seconds: undefined, steps: undefined };

/** Whole seconds say little of a short epoch; the mean of its steps does. */
function duration([, count, whole, mean, unit]: RegExpExecArray): Pick<Epoch, 'seconds' | 'steps'> {
  const steps = count === undefined ? undefined : Number(count);
  const byStep = steps !== undefined && mean !== undefined ? steps * Number(mean) * (PER[unit ?? ''] ?? 0) : 0;
  return { seconds: Math.max(Number(whole), byStep), steps };
}

/** One run for each `fit`: the numbers start again. */
function runsOf(epochs: readonly Epoch[]): readonly (readonly Epoch[])[] {
  const runs: Epoch[][] = [];
  for (const epoch of epochs) {
    const last = runs.at(-1)?.at(-1);
    if (last && epoch.number > last.number && epoch.planned === last.planned) runs.at(-1)?.push(epoch);
    else runs.push([epoch]);
  }
  return runs;
}

function ofRun(run: readonly Epoch[]): Counted[] {
  const [first, last] = [run[0], run.at(-1)];
  const done = run.flatMap(({ seconds }) => seconds ?? []);
  if (!first || !last || done.length === 0) return [];
  const quote = `Epoch ${last.number}/${last.planned}`;
  const found = [counted('epochs', last.planned, 'keras', quote)];
  if (last.seconds === undefined) return found;
  // The middle of a long output is not kept.
  const count = last.number - first.number + 1;
  const seconds = (done.reduce((sum, one) => sum + one, 0) / done.length) * count;
  found.push(counted('seconds', seconds, 'keras', quote));
  if (last.steps !== undefined && last.number === last.planned)
    found.push(counted('steps', last.steps * count, 'keras', quote));
  return found;
}

function trained(lines: readonly string[]): Counted[] {
  return lines.flatMap((line) => {
    const match = /^Train on (\d+) samples(?:, validate on \d+ samples)?$/.exec(line.trim());
    return match ? [counted('rows', Number(match[1]), 'keras', line)] : [];
  });
}

function parameters(lines: readonly string[]): Counted[] {
  return lines.flatMap((line) => {
    const match = /^ *Total params: ([\d,]+)(?: \([\d.]+ [KMGT]?B\))? *$/.exec(line);
    return match ? [counted('parameters', numeral(match[1] ?? ''), 'keras', line)] : [];
  });
}
