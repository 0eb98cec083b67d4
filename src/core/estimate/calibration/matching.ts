/** Which measured runs are of a document: those that name its script or its project, and what its own outputs say. */
import type { MeasuredDocument } from '../types';
import type { Workload } from '../../model/workload';
import type { OwnedRun } from './history';
import { factsOf, measuredRun, type MeasuredRun } from './measured';
import type { Estimator } from './prepared';

/** The settings of then may have been others than those of today. */
const THEN = 0.15;
/** Runs of a notebook: other work in the cell counts as well, and fits side by side share the clock. */
const CELL = 0.25;
/** Two processors of this decade, where the notebook does not say which one it ran on. */
const PROCESSOR = 0.4;

/**
 * Runs that say how long but not what, told by a name that the document bears. One with several runs cannot be told from
 * its name: then such a run counts for the draw of the machine only.
 */
export function matched(runs: readonly MeasuredRun[], document: MeasuredDocument): readonly OwnedRun[] {
  const nameless = runs.filter(({ facts, names }) => facts === null && names.length > 0);
  if (nameless.length === 0) return [];
  const [only, ...others] = document.workloads.filter(({ kind }) => kind !== 'inference');
  if (only === undefined || others.length > 0) return [];
  return nameless.flatMap((run) => {
    const name = run.names.find((one) => isNameOf(one, document));
    return name === undefined ? [] : [{ own: null, run: asRunOf(only, run, name, document), replaces: run }];
  });
}

function asRunOf(workload: Workload, run: MeasuredRun, name: string, { path }: MeasuredDocument): MeasuredRun {
  return {
    ...run,
    from: `${run.from} (by the name ${name})`,
    facts: factsOf(workload),
    script: path,
    noise: Math.hypot(run.noise, THEN),
  };
}

/** The name of the script, or a literal of its source. */
function isNameOf(name: string, { path, text }: MeasuredDocument): boolean {
  const file = path.split('/').pop() ?? '';
  if (name === file.replace(/\.\w+$/, '') || `/${path}`.endsWith(`/${name}`)) return true;
  return text.includes(`"${name}"`) || text.includes(`'${name}'`);
}

/** What the stored outputs of a notebook say of its runs, for its other runs: on the accelerator that it names. */
export function ownRuns({ path, workloads }: MeasuredDocument, estimator: Estimator): readonly OwnedRun[] {
  return workloads.flatMap((workload) => {
    const { observedSeconds, observedAccelerator, observedSteps, batchSize, id } = workload;
    const onProcessor = estimator.family(workload) !== 'deep';
    if (!observedSeconds || (!onProcessor && !observedAccelerator)) return [];
    const steps = onProcessor || !batchSize ? null : (observedSteps?.value ?? null);
    const run = measuredRun({
      from: observedSeconds.note ?? 'stored output',
      hardware: onProcessor ? null : (observedAccelerator?.value ?? null),
      seconds: observedSeconds.value,
      script: path,
      facts: factsOf(workload),
      samplesSeen: steps === null ? null : steps * (batchSize?.value ?? 1),
      noise: onProcessor ? Math.hypot(CELL, PROCESSOR) : CELL,
    });
    return [{ run, own: id, replaces: null }];
  });
}
