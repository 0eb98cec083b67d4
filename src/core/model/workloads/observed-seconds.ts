/** How long a run took when its notebook was last run: from its own progress, else from the time of its cell. */
import type { Model } from '../model';
import type { ObservedCell } from '../outputs/cells';
import type { Counted, Printer } from '../outputs/observation';
import { drawsProgress } from '../outputs/progress-loops';
import type { Fact, Workload } from '../workload';
import { observed } from './fact';

/** Those that time a run of the framework, the most exact first; the cell as a whole bounds every run in it. */
const CLOCKS: Readonly<Partial<Record<Workload['framework'], readonly Printer[]>>> = {
  keras: ['keras', 'ipython', 'editor'],
  tensorflow: ['ipython', 'editor', 'tqdm'],
  huggingface: ['huggingface', 'ipython', 'editor', 'tqdm'],
  lightning: ['ipython', 'editor', 'lightning'],
  torch: ['ipython', 'editor', 'tqdm'],
  sklearn: ['ipython', 'editor', 'sklearn'],
  catboost: ['ipython', 'editor', 'catboost'],
};
const CELL_CLOCKS: readonly Printer[] = ['ipython', 'editor'];

/** The cells that print of a run, undefined those that say nothing, and whether they print of other runs as well. */
export interface PrintedRun {
  readonly cells: readonly (ObservedCell | undefined)[];
  readonly isAlone: boolean;
  /** It may not have run: then the time of its cell says nothing. */
  readonly isConditional: boolean;
}

/** Several cells that each make a run: of them the longest. */
export function observedSeconds(model: Model, workload: Workload, run: PrintedRun): Fact<number> {
  const clocks = clocksOf(model, workload).filter((by) => !run.isConditional || !CELL_CLOCKS.includes(by));
  let longest: Fact<number> = null;
  for (const cell of run.cells) {
    const found = cell && !cell.failed ? secondsOf(workload, cell, clocks) : null;
    // One that does not say may have run for days.
    if (!found) return null;
    if (!longest || found.value > longest.value) longest = found;
  }
  return longest && !run.isAlone ? { ...longest, note: `${longest.note}, with other runs` } : longest;
}

/** A bar in the cell of a loop is that of the loop where it goes through one. */
function clocksOf(model: Model, { framework, id }: Workload): readonly Printer[] {
  const clocks = CLOCKS[framework] ?? CELL_CLOCKS;
  if (framework !== 'torch' && framework !== 'tensorflow') return clocks;
  const loops = model.trainingLoops.filter(({ epoch, step }) => (epoch ?? step).start === id);
  return loops.some(drawsProgress) ? clocks : clocks.filter((by) => by !== 'tqdm');
}

function secondsOf(workload: Workload, cell: ObservedCell, clocks: readonly Printer[]): Fact<number> {
  for (const by of clocks) {
    const found = cell.all.filter((one): one is Counted => one.kind === 'seconds' && one.by === by);
    const last = found.at(-1);
    if (!last || (by === 'keras' && isUnfinished(workload, cell))) continue;
    const seconds = found.reduce((sum, { value }) => sum + value, 0);
    if (seconds <= 0) continue;
    const quote = found.length > 1 ? `${found.length} runs, the last ${last.quote}` : last.quote;
    return observed(Math.round(seconds * 1000) / 1000, cell.cell, quote);
  }
  return null;
}

/** "Epoch 7/20" last, with nothing that could have stopped it: the notebook was saved on the way. */
function isUnfinished({ stopsEarly }: Workload, { all }: ObservedCell): boolean {
  const quote = all.findLast((one) => one.kind === 'seconds' && one.by === 'keras')?.quote;
  const [, last, planned] = /(\d+)\/(\d+)/.exec(quote ?? '') ?? [];
  return last !== planned && !stopsEarly;
}
