/** The events that make a loop a training loop: backward passes and optimizer updates. */
import type { Call, Node } from '../../syntax/ast';
import type { Model } from '../model';
import { perModel, perModelAnd } from '../per-model';
import { calleeName } from '../traverse';
import { isPath, textOf } from './modules';

export interface TrainingEvent {
  readonly call: Call;
  readonly framework: 'torch' | 'tensorflow';
}

/** `loss.backward()`, `scaler.scale(loss).backward()`, `accelerator.backward(loss)`, `tape.gradient(...)`. */
export const backwardEvents = perModel((model) => findBackwardEvents(model, (name) => model.program.calls(name)));

/** By the way a backward event is written. */
export function frameworkOf(backward: Call): TrainingEvent['framework'] {
  return calleeName(backward) === 'gradient' ? 'tensorflow' : 'torch';
}

/** The backward calls inside a loop or function. */
export const backwardsIn = perModelAnd((model: Model, scope: Node): readonly Call[] =>
  findBackwardEvents(model, (name) => model.program.callsIn(scope, name)).map(({ call }) => call),
);

/** The calls of a name, in the program or in a part of it. */
type CallsOf = (name: string) => readonly Call[];

function findBackwardEvents(model: Model, callsOf: CallsOf): readonly TrainingEvent[] {
  const torch = isOtherFramework(model) ? [] : ['backward', 'manual_backward'].flatMap(callsOf).filter(isMethod);
  const tapes = callsOf('gradient').filter((call) => isTape(model, call));
  return [...torch, ...tapes]
    .map((call): TrainingEvent => ({ call, framework: frameworkOf(call) }))
    .sort((a, b) => a.call.start - b.call.start);
}

const OTHERS = /^(mxnet|paddle(?:nlp)?|jittor|oneflow|mindspore|tinygrad|chainer|bigdl)(\.|$)/;

/** Frameworks with a `backward` of their own; a program that also imports PyTorch is taken for PyTorch. */
export function isOtherFramework(model: Model): boolean {
  const modules = model.program.imports.flatMap((one) => {
    const names = one.names.map(({ name }) => name);
    return one.kind === 'importfrom' ? [one.module, ...names] : names;
  });
  return modules.some((name) => OTHERS.test(name)) && !modules.some((name) => /^torch(\.|$)/.test(name));
}

function isMethod(call: Call): boolean {
  return call.func.kind === 'attribute' && !(call.func.value.kind === 'call' && isSuper(call.func.value));
}

function isSuper(call: Call): boolean {
  return call.func.kind === 'name' && call.func.id === 'super';
}

function isTape(model: Model, call: Call): boolean {
  if (call.func.kind !== 'attribute') return false;
  const origins = model.origins(call.func.value);
  return origins.some((origin) => origin.kind === 'result' && origin.of.endsWith('GradientTape'));
}

/** `optimizer.step()`, `scaler.step(optimizer)`, `engine.step()`, `optimizer.apply_gradients(...)`. */
export const updateEvents = perModel((model) => findUpdateEvents(model, (name) => model.program.calls(name)));

/** The updates inside a loop or function. */
export const updatesIn = perModelAnd((model: Model, scope: Node): readonly Call[] =>
  findUpdateEvents(model, (name) => model.program.callsIn(scope, name)).map(({ call }) => call),
);

function findUpdateEvents(model: Model, callsOf: CallsOf): readonly TrainingEvent[] {
  const steps = callsOf('step').filter((call) => isOptimizerStep(model, call));
  const named = NAMED_STEPS.flatMap(callsOf).filter((call) => isOfOptimizer(model, call));
  const applied = callsOf('apply_gradients');
  return [
    ...[...steps, ...named].map((call): TrainingEvent => ({ call, framework: 'torch' })),
    ...applied.map((call): TrainingEvent => ({ call, framework: 'tensorflow' })),
  ];
}

const SCHEDULERS = /lr_scheduler|Scheduler|get_\w*schedule/;
const OTHER_STEPPERS = /sched|warm|env|stopp|profil|\bprof\b|progress|meter|ema|sampler|game|sim/i;

/** What classes around an optimizer call their step. */
const NAMED_STEPS = [
  'step_and_update_lr',
  'step_and_update',
  'batch_step',
  'optim_step',
  'optimizer_step',
  'step_optimizer',
  'update_step',
];

/** The receiver is called after an optimizer, or made by something that is. */
function isOfOptimizer(model: Model, call: Call): boolean {
  if (call.func.kind !== 'attribute') return false;
  const receiver = call.func.value;
  const text = textOf(model, receiver);
  const made = model.origins(receiver).some((origin) => origin.kind === 'result' && /optim/i.test(origin.of));
  return made || /opt/i.test(text.slice(text.lastIndexOf('.') + 1));
}

function isOptimizerStep(model: Model, call: Call): boolean {
  if (call.func.kind !== 'attribute') return false;
  const receiver = call.func.value;
  for (const origin of model.origins(receiver)) {
    if (origin.kind === 'result' && SCHEDULERS.test(origin.of)) return false;
    if (origin.kind === 'result' && /optim|GradScaler|deepspeed/i.test(origin.of)) return true;
  }
  const text = textOf(model, receiver);
  const last = text.slice(text.lastIndexOf('.') + 1);
  return !OTHER_STEPPERS.test(last);
}

/** What is updated: the optimizer in `scaler.step(optimizer)`, otherwise the receiver. */
export function updatedObject(model: Model, call: Call): string {
  const receiver = call.func.kind === 'attribute' ? call.func.value : call.func;
  const first = call.args[0]?.value;
  const isScaler = /scaler/i.test(textOf(model, receiver)) && first !== undefined && isPath(first);
  return textOf(model, isScaler ? first : receiver);
}

export function isWithin(node: Node, container: Node): boolean {
  return container.start <= node.start && node.end <= container.end;
}
