/** What the loop of another file is given by the call that runs it. */
import { contextDepth, inContext } from '../imports/in-context';
import type { ImportedTraining } from '../imports/imported';
import { functionElsewhere } from '../imports/returned-data';
import type { Model } from '../model';
import { isWithin } from '../torch/events';
import type { Workload } from '../workload';
import { withoutSpan, withoutSpans, type DataFacts } from './data-facts';
import { stepData } from './steps';
import { namedBatch } from './named-batch';
import { modelName } from './names';
import { precisionOf } from './precision';

export interface RunThere {
  readonly data: DataFacts;
  readonly model: Workload['model'];
  readonly precision: Workload['precision'];
}

/** Undefined where the function that the call names has no loop over batches of its own. */
export function runThere(model: Model, { call }: ImportedTraining): RunThere | undefined {
  const [origin, ...others] = model.origins(call.func);
  const there = origin?.kind === 'external' && others.length === 0 ? functionElsewhere(model, origin.name) : undefined;
  if (!there || contextDepth(model) > 0) return undefined;
  const loops = there.model.trainingLoops.filter(({ step }) => isWithin(step, there.definition));
  const [loop] = loops;
  if (!loop || loops.length > 1) return undefined;
  const within = inContext(model, call, there);
  const found = stepData(within, loop);
  const name = loop.model && modelName(within, loop.model);
  return {
    data: withoutSpans({ ...found, batchSize: found.batchSize ?? namedBatch(within, loop) }),
    model: withoutSpan(name),
    precision: withoutSpan(precisionOf(there.model)),
  };
}
