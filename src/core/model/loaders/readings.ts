/** Where loaders are read: loops over them, trainers they are handed to, hooks of Lightning that return them. */
import type { Call, Expr, Loop, Node } from '../../syntax/ast';
import { ancestors, enclosing } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { asNumber } from '../values';
import { hookReadings, trainerReadings } from './lightning-readings';
import { makersOf, type Maker } from './makers';
import { makesAnew, timesRun } from './times-run';

export interface Reading {
  /** `loop`: a `for` over the batches. `lightning`: a Trainer of Lightning reads it. `call`: handed to other code. */
  readonly kind: 'loop' | 'lightning' | 'call';
  readonly node: Node;
  readonly loop: Loop | null;
  /** How often the loader is read from start to end; null for "more than once, unknown how often". */
  readonly passes: number | null;
  /** The weights are updated while it is read. */
  readonly trains: boolean;
}

export function readingsOf(model: Model, makers: readonly Maker[]): ReadonlyMap<Maker, readonly Reading[]> {
  const wanted = new Set(makers);
  const found = new Map<Maker, Reading[]>(makers.map((maker) => [maker, []]));
  const add = (maker: Maker, reading: Reading): void => void found.get(maker)?.push(reading);
  for (const loop of model.program.loops) loopReadings(model, loop, wanted, add);
  for (const call of model.program.calls('iter')) iteratorReadings(model, call, wanted, add);
  for (const maker of makers) for (const reading of handedOn(model, maker)) add(maker, reading);
  for (const [maker, reading] of hookReadings(model, wanted)) add(maker, reading);
  for (const [maker, reading] of trainerReadings(model, wanted)) add(maker, reading);
  return found;
}

type Add = (maker: Maker, reading: Reading) => void;

function loopReadings(model: Model, loop: Loop, wanted: ReadonlySet<Maker>, add: Add): void {
  if (loop.kind !== 'for' || isPeek(loop)) return;
  // The loader and what it is wrapped in are one reading.
  const found = new Set(iterated(loop.iter).flatMap((expression) => makersOf(model, expression, wanted)));
  for (const maker of found) {
    const passes = timesRun(model, loop, maker);
    const trains = model.trainingLoops.some((one) => one.step === loop);
    add(maker, { kind: 'loop', node: loop, loop, passes, trains });
  }
}

/** `batches = iter(loader)` again and again in the loop that trains, which takes its batches with `next`. */
function iteratorReadings(model: Model, call: Call, wanted: ReadonlySet<Maker>, add: Add): void {
  const loop = loopsAround(call)[0];
  const first = call.args[0]?.value;
  if (!loop || !first || !model.trainingLoops.some(({ step }) => step === loop)) return;
  for (const maker of new Set(makersOf(model, first, wanted))) {
    if (!makesAnew(model, loop, maker)) add(maker, { kind: 'loop', node: loop, loop, passes: null, trains: true });
  }
}

/** `for x, y in loader: ...; break` looks at one batch. */
function isPeek(loop: Loop): boolean {
  return loop.body.at(-1)?.kind === 'break';
}

const COUNTS = /^(range|len|next|trange|sorted|print)$/;

/** What a loop goes through: the loader inside `enumerate(...)`, `tqdm(...)`, `logger.log_every(loader, 10)`. */
function iterated(iter: Expr): readonly Expr[] {
  if (iter.kind !== 'call' || COUNTS.test(calleeName(iter))) return [iter];
  return [iter, ...iter.args.flatMap(({ value }) => (value.kind === 'call' ? iterated(value) : [value]))];
}

/** Callees that only look at a loader, or wrap it without reading it. */
const LOOKS =
  /^(len|next|list|print|enumerate|tqdm|zip|prepare|setup|cycle|type|isinstance|str|repr|getattr|hasattr|append|update|iter|progress_bar|track|setup_dataloaders|Trainer|get_dataset|DataBunch|DataLoaders|dict|tuple)$/;
const LEARNS = /train|fit|learn|optimi[sz]e/i;

/** Calls of functions that are not in this program and are given the loader. */
function handedOn(model: Model, maker: Maker): Reading[] {
  return model.usesOf(maker).flatMap((use): Reading[] => {
    const argument = use.parent;
    const call = argument?.kind === 'argument' ? argument.parent : null;
    if (call?.kind !== 'call' || LOOKS.test(calleeName(call)) || /^[A-Z]/.test(calleeName(call))) return [];
    if (model.calleeOf(call) || isLightning(model, call) || isLoopHeader(call)) return [];
    return [{ kind: 'call', node: call, loop: null, passes: handedPasses(model, call, maker), trains: learns(call) }];
  });
}

/** `train(model, loader)`, and `train_epoch.run(loader)` by what it is called on. */
function learns(call: Call): boolean {
  if (LEARNS.test(calleeName(call))) return true;
  const receiver = call.func.kind === 'attribute' ? call.func.value : null;
  return (
    receiver?.kind === 'name' && /^(run|step|__call__)$/.test(calleeName(call)) && /^train_|_train$/.test(receiver.id)
  );
}

function isLoopHeader(call: Call): boolean {
  const loop = enclosing(call, 'for', 'function');
  return loop?.kind === 'for' && loop.iter.start <= call.start && call.end <= loop.iter.end;
}

function isLightning(model: Model, call: Call): boolean {
  return model
    .origins(call.func)
    .some((origin) => origin.kind === 'external' && origin.name.startsWith('lightning.Trainer()'));
}

/** Once for each run of the call; as often as `epochs=` says where it trains. */
function handedPasses(model: Model, call: Call, maker: Maker): number | null {
  const runs = timesRun(model, call, maker);
  const training = model.importedTraining.find((one) => one.call === call && one.epoch === null);
  if (training) return asNumber(training.epochs) ?? null;
  const epochs = call.args.find((one) => /^(n_|num_|max_|nb_)?epochs?$/.test(one.name ?? ''));
  const count = epochs ? asNumber(model.value(epochs.value)) : undefined;
  if (epochs && count === undefined) return null;
  if (!epochs && learns(call) && runs === 1 && !/step|epoch|iter/i.test(calleeName(call))) return null;
  return runs === null ? null : runs * (count ?? 1);
}

/** The loop around a node in the same function, for rules that look at what happens between two readings. */
export function loopsAround(node: Node): readonly Loop[] {
  const found: Loop[] = [];
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class') break;
    if (at.kind === 'for' || at.kind === 'while') found.push(at);
  }
  return found;
}
