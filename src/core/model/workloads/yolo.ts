/** Training runs of ultralytics: `YOLO("yolov8n.pt").train(data="coco.yaml", epochs=100)`. */
import type { Call } from '../../syntax/ast';
import type { Model } from '../model';
import type { Fact, Workload } from '../workload';
import { argumentNumber, assumed, known, stringOf, workload } from './fact';
import { modelName } from './names';

const MADE = /^ultralytics\.(\w+\.)*(YOLO|YOLOWorld|RTDETR|NAS|SAM)$/;

/** Defaults of `model.train` (docs.ultralytics.com, train settings). */
const DEFAULTS = { epochs: 100, batch: 16, size: 640, workers: 8 };

export function yoloRuns(model: Model): readonly Workload[] {
  return model.program.calls('train').flatMap((call) => {
    if (call.func.kind !== 'attribute' || model.isIgnored(call)) return [];
    const receiver = call.func.value;
    const isYolo = model.origins(receiver).some((one) => one.kind === 'result' && MADE.test(one.of));
    return isYolo ? [runOf(model, call)] : [];
  });
}

function runOf(model: Model, call: Call): Workload {
  const given = model.arguments(call, []);
  const number = (name: string, otherwise: number): Fact<number> => {
    const bound = given.get(name);
    if (bound) return argumentNumber(model, bound);
    return given.complete ? assumed(otherwise, 'default of ultralytics') : null;
  };
  const data = stringOf(model, given.get('data')?.value);
  const batch = number('batch', DEFAULTS.batch);
  return workload(model, call, 'train', 'torch', {
    model: call.func.kind === 'attribute' ? modelName(model, call.func.value) : null,
    dataset: data ? { ...data, value: data.value.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '') } : null,
    epochs: number('epochs', DEFAULTS.epochs),
    // -1 and shares of the memory choose a batch at run time.
    batchSize: batch && batch.value >= 1 ? batch : null,
    imageSize: number('imgsz', DEFAULTS.size),
    workers: number('workers', DEFAULTS.workers),
    // Training is in mixed precision unless amp=False.
    precision: given.has('amp') ? null : known('mixed'),
  });
}
