/** What a function of another file trains, as far as who calls it has to know. */
import type { Loop, Node } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { mayEndEarly } from '../torch/epoch-exits';
import { backwardEvents, updateEvents } from '../torch/events';
import { isWithoutLayers } from '../torch/layer-facts';
import { isFromBeforeTensors } from '../torch/release';
import { trainedModel } from '../torch/trained-model';
import { validationIn } from '../torch/validation';
import { UNKNOWN, type Value } from '../values';
import { modelName } from '../workloads/names';
import type { ImportedBehaviour, ImportedLoop } from './imported';
import type { Own } from './reach';

export function trainsOf({ model, runs: { within } }: Own): NonNullable<ImportedBehaviour['trains']> | undefined {
  const loops = loopsOf(model, within);
  if (loops.some(({ epoch }) => epoch !== null && within(epoch))) return 'epochs';
  if (loops.length > 0) return 'steps';
  const has = (events: readonly { readonly call: Node }[]): boolean => events.some(({ call }) => within(call));
  return has(backwardEvents(model)) && has(updateEvents(model)) ? 'step' : undefined;
}

const loopsOf = (model: Model, within: Own['within']): readonly TrainingLoop[] =>
  model.trainingLoops.filter(({ step }) => within(step));

/** The loop that runs: one with its epochs before one over batches only. */
function loopOf({ model, runs: { within } }: Own): TrainingLoop | undefined {
  const loops = loopsOf(model, within);
  return loops.find(({ epoch }) => epoch !== null && within(epoch)) ?? loops[0];
}

export function epochsOf(own: Own | undefined): Value {
  const loop = own && loopOf(own);
  return loop?.epoch && own?.runs.within(loop.epoch) ? { ...loop.epochs, source: null } : UNKNOWN;
}

/** `all` are the parts of what runs, nearest first. */
export function importedLoop(all: readonly Own[]): ImportedLoop | null {
  const at = all.findIndex((own) => trainsOf(own) !== undefined);
  const own = all[at];
  if (!own) return null;
  const { model } = own;
  const loop = loopOf(own);
  const place = loop?.step ?? backwardEvents(model).find(({ call }) => own.runs.within(call))?.call;
  if (!place) return null;
  const epoch = loop?.epoch && own.runs.within(loop.epoch) ? loop.epoch : null;
  return {
    kind: loop?.kind ?? null,
    name: enclosingFunction(place)?.name ?? own.definition.name,
    file: model.document.path,
    line: model.program.text.slice(0, place.start).split('\n').length,
    model: (loop?.model && modelName(model, loop.model)?.value) ?? null,
    devices: [...new Set(all.slice(0, at + 1).map((one) => one.model.device.kind))],
    precision: precisionOf(model, loop, place),
    graphs: model.program.first(GRAPHS) !== undefined,
    ...stoppingOf(model, epoch),
  };
}

const GRAPHS = /\b(torch_geometric|dgl|torch_sparse|torch_scatter)\b/;
const MANAGERS = /\b(accelerat\w*|fabric|deepspeed|lightning|model_engine|manual_backward|scale_loss|amp)\b/i;

/** `settled` where the file has decided for itself, hands it to a library, or trains nothing that multiplies. */
function precisionOf(model: Model, loop: TrainingLoop | undefined, place: Node): ImportedLoop['precision'] {
  const { state, needsFullPrecision, tf32 } = model.precision;
  if (state !== 'none') return state === 'optional' ? 'optional' : 'settled';
  const nothingHeavy = loop !== undefined && isWithoutLayers(trainedModel(model, loop).layers);
  const managed = MANAGERS.test(model.program.text.slice(place.start, place.end));
  const isSettled = needsFullPrecision || tf32 || nothingHeavy || managed || isFromBeforeTensors(model);
  return isSettled ? 'settled' : 'none';
}

function stoppingOf(model: Model, epoch: Loop | null): Pick<ImportedLoop, 'validates' | 'endsEarly'> {
  if (epoch?.kind !== 'for') return { validates: false, endsEarly: true };
  return { validates: validationIn(model, epoch) !== undefined, endsEarly: mayEndEarly(model, epoch) };
}
