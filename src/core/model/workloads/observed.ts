/** Fills workloads with what the stored outputs of a notebook say of their runs. The code wins where it says as much. */
import type { Model } from '../model';
import { observedCells, printingCells, type ObservedCell } from '../outputs/cells';
import type { Counted, ObservationKind, Printer } from '../outputs/observation';
import type { Fact, Workload } from '../workload';
import { observed } from './fact';
import { secondsOfFits } from './observed-fits';
import { observedParameters } from './observed-parameters';
import { observedSeconds, type PrintedRun } from './observed-seconds';

/** Who prints of the runs of a framework, first the one that says it best. */
const PRINTERS: Readonly<Partial<Record<Workload['framework'], readonly Printer[]>>> = {
  keras: ['keras'],
  tensorflow: ['keras'],
  huggingface: ['huggingface'],
  lightning: ['lightning'],
  sklearn: ['sklearn'],
  xgboost: ['xgboost'],
  lightgbm: ['lightgbm'],
  catboost: ['catboost'],
};

export function withObserved(model: Model, workloads: readonly Workload[]): readonly Workload[] {
  const { cells } = model.document;
  if (!cells || workloads.length === 0) return workloads;
  const printing = observedCells(model);
  if (printing.size === 0) return withAccelerator(workloads, acceleratorOf(model, printing));
  const runs = workloads.map(({ span }) => printingCells(model, cells, span));
  const all = runs.flatMap((run) => [...(run?.places ?? [])]);
  const filled = workloads.map((workload, at) => {
    const run = runs[at];
    const own = [...(run?.places ?? [])];
    const printed: PrintedRun = {
      cells: own.map((place) => printing.get(place)),
      isAlone: own.every((place) => all.indexOf(place) === all.lastIndexOf(place)),
      isConditional: run?.isConditional === true,
    };
    const parameters = workload.parameters ?? observedParameters(model, workload, cells, printing);
    const facts = factsOf(model, workload, printed);
    const seconds = facts.observedSeconds ?? secondsOfFits(model, workload, cells, printing);
    return {
      ...workload,
      ...(parameters && { parameters }),
      ...facts,
      ...(seconds && { observedSeconds: seconds }),
    };
  });
  return withAccelerator(filled, acceleratorOf(model, printing));
}

type Filled = Pick<Workload, 'samples' | 'epochs' | 'fits' | 'parameters' | 'observedSeconds' | 'observedSteps'>;

/** What a cell says that holds several runs may be about any of them, except that none took longer than all. */
function factsOf(model: Model, workload: Workload, printed: PrintedRun): Partial<Filled> {
  const seconds = observedSeconds(model, workload, printed);
  const filled: { -readonly [Name in keyof Filled]?: Filled[Name] } = { ...(seconds && { observedSeconds: seconds }) };
  const only = printed.cells.length === 1 ? printed.cells[0] : undefined;
  if (!only || !printed.isAlone) return filled;
  const ask = (kind: ObservationKind): Fact<number> => agreed(only, kind, PRINTERS[workload.framework] ?? []);
  const steps = only.failed ? null : (ask('steps') ?? ask('rounds'));
  if (steps) filled.observedSteps = steps;
  // What the run says itself is nearer to it than a table that was shown on the way.
  const rows = workload.samples === null || workload.samples.certainty === 'observed' ? ask('rows') : null;
  if (rows) filled.samples = rows;
  if (workload.epochs === null) filled.epochs = ask('epochs');
  if (workload.fits === null && workload.kind !== 'train') filled.fits = ask('fits');
  return filled;
}

/** The number that the cell gives; null where it gives none, or several that differ. */
function agreed(cell: ObservedCell, kind: ObservationKind, printers: readonly Printer[]): Fact<number> {
  const found = cell.all.filter((one): one is Counted => one.kind === kind && printers.includes(one.by));
  const [first] = found;
  return first && found.every(({ value }) => value === first.value)
    ? observed(first.value, cell.cell, first.quote)
    : null;
}

/** Estimators and boosted trees run on the processor, whatever the notebook has. */
const ON_PROCESSOR: readonly Workload['framework'][] = ['sklearn', 'xgboost', 'lightgbm', 'catboost', 'optuna'];

function withAccelerator(workloads: readonly Workload[], accelerator: Fact<string>): readonly Workload[] {
  if (!accelerator) return workloads;
  return workloads.map((one) =>
    ON_PROCESSOR.includes(one.framework) ? one : { ...one, observedAccelerator: accelerator },
  );
}

/** What `nvidia-smi` printed, else what the notebook asks for by name: "GPU T4", "nvidiaTeslaT4". */
function acceleratorOf({ document }: Model, cells: ReadonlyMap<number, ObservedCell>): Fact<string> {
  for (const { all, cell } of cells.values())
    for (const one of all) if (one.kind === 'accelerator') return observed(one.value, cell, 'nvidia-smi');
  const name = document.accelerator?.replace(/^GPU /, '').replace(/^nvidiaTesla/, 'Tesla ');
  if (name === undefined || !/\d/.test(name)) return null;
  return { value: name, certainty: 'observed', span: null, note: 'metadata of the notebook' };
}
