/** What findings say of training that another file runs. */
import type { ImportedLoop } from '../../model/imports/imported';
import type { RunElsewhere, TrainingElsewhere } from '../../model/imports/training-elsewhere';
import { scaleOfTorch } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import type { Model } from '../../model/model';
import { asNumber } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Related } from '../rule';

export const loopNote = ({ name, file, line }: ImportedLoop): string =>
  `the loop is in ${name} of ${file}, line ${line}`;

export function scaleOfRun(model: Model, { training, models }: RunElsewhere): Scale {
  return scaleOfTorch(model, {
    workload: workloadOf(model, training.epoch ?? training.call),
    networks: models,
    epochs: asNumber(training.epochs) ?? null,
    steps: null,
  });
}

/** The other calls that start the loop. */
export function otherRuns({ runs }: TrainingElsewhere, { training }: RunElsewhere): Related[] {
  return runs
    .filter((one) => one.training !== training)
    .map((one) => ({ span: spanOf(one.training.call), message: 'runs the same loop' }));
}
