/** Finds measurements of a training that cost much of it: histograms and pictures at every step, memory reports. */
import { setKeyword } from '../../fixes/edits';
import type { Argument, Call, Expr, FunctionDef, Loop, Node } from '../../syntax/ast';
import { ancestors, enclosing } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { TRAINING_ARGUMENTS } from '../../model/trainers/hf-trainer';
import { textOf } from '../../model/torch/modules';
import { calleeName } from '../../model/traverse';
import { asBoolean, asNumber, asString, type Value } from '../../model/values';
import { contains } from '../../text/span';
import type { Fix } from '../rule';

export interface Telemetry {
  readonly node: Node;
  readonly message: string;
  readonly note: string | null;
  /** How a default can be overridden; null when the source fixes it. */
  readonly via: string | null;
  readonly also: readonly Node[];
  readonly fixes: readonly Fix[];
  /** Conditions from here outwards decide whether it runs; from `node` where it is left out. */
  readonly within?: Node;
}

/** Steps between two measurements below which they are heavy. */
export function telemetry(model: Model, least: number): readonly Telemetry[] {
  return [
    ...watches(model, least),
    ...tensorBoards(model),
    ...memoryReports(model),
    ...stepWrites(model),
    ...hookWrites(model),
  ];
}

interface Setting {
  readonly call: Call;
  readonly argument: Argument;
  readonly value: Value;
  readonly message: string;
  readonly note?: string;
  /** What the fix writes. */
  readonly instead: string;
}

function settingAt(model: Model, { call, argument, value, message, note = '', instead }: Setting): Telemetry {
  const name = argument.name ?? '';
  const via = value.certainty === 'default' ? (value.via ?? 'an option') : null;
  const edits =
    via === null && argument.value.kind === 'constant'
      ? setKeyword(call, model.program.text, name, instead)
      : undefined;
  const fixes: Fix[] = edits ? [{ safety: 'safe', title: `Set ${name}=${instead}`, edits, imports: [] }] : [];
  return { node: argument, message, note: note || null, via, also: [], fixes };
}

/** The keyword of a call with what it is worth; undefined where it is not written there. */
function keyword(model: Model, call: Call, name: string): { argument: Argument; value: Value } | undefined {
  const argument = call.args.find((one) => one.name === name);
  return argument && { argument, value: model.value(argument.value) };
}

/** `wandb.watch(model, log="all", log_freq=10)`; the defaults are 1,000 there and 100 in the logger of Lightning. */
function watches(model: Model, least: number): Telemetry[] {
  return model.program.calls('watch').flatMap((call) => {
    if (!model.origins(call.func).some((one) => one.kind === 'external' && WATCH.test(one.name))) return [];
    const given = keyword(model, call, 'log_freq');
    const steps = given && asNumber(given.value);
    const log = keyword(model, call, 'log');
    if (!given || steps === undefined || steps >= least || steps < 1) return [];
    if (log && asString(log.value) === undefined) return [];
    const what =
      log && asString(log.value) === 'all'
        ? 'Gradients and weights'
        : log && asString(log.value) === 'parameters'
          ? 'Weights'
          : 'Gradients';
    const message = `${what} become histograms ${steps === 1 ? 'at every step' : `every ${steps} steps`}`;
    return [settingAt(model, { call, ...given, message, instead: '500' })];
  });
}

const WATCH = /^(wandb\.(watch|init\(\)\.watch|run\.watch)|lightning\.loggers\.(\w+\.)?WandbLogger\(\)\.watch)$/;

/** `update_freq` of 1 and of "batch" write every batch, about which the documentation warns. */
function tensorBoards(model: Model): Telemetry[] {
  return model.callsOf('keras.callbacks.TensorBoard').flatMap(({ call }) => {
    const frequency = keyword(model, call, 'update_freq');
    const isEvery = frequency && (asString(frequency.value) === 'batch' || asNumber(frequency.value) === 1);
    const images = keyword(model, call, 'write_images');
    const histograms = keyword(model, call, 'histogram_freq');
    const isBoth = images && histograms && asBoolean(images.value) === true && asNumber(histograms.value) === 1;
    return [
      ...(isEvery
        ? [
            settingAt(model, {
              call,
              ...frequency,
              message: 'Metrics are written to TensorBoard after every batch',
              instead: '"epoch"',
            }),
          ]
        : []),
      ...(isBoth
        ? [
            settingAt(model, {
              call,
              ...images,
              message: 'Histograms and images of all weights are written every epoch',
              instead: 'False',
            }),
          ]
        : []),
    ];
  });
}

function memoryReports(model: Model): Telemetry[] {
  return model.callsOf(...TRAINING_ARGUMENTS).flatMap(({ call }) => {
    const given = keyword(model, call, 'skip_memory_metrics');
    if (!given || asBoolean(given.value) !== false) return [];
    const message = 'Memory reports are on, which slow training and evaluation down';
    return [settingAt(model, { call, ...given, message, instead: 'True' })];
  });
}

const WRITES = ['add_histogram', 'add_image', 'add_images', 'add_figure', 'add_video', 'add_embedding', 'add_mesh'];
const WRITERS = /^(torch\.utils\.tensorboard\.(\w+\.)?SummaryWriter|tensorboardX\.(\w+\.)?SummaryWriter)$/;
const MEDIA = ['wandb.Image', 'wandb.Histogram', 'wandb.Video'];

/** Pictures and histograms in the loop over steps, under no condition; one finding a loop. */
function stepWrites(model: Model): Telemetry[] {
  const found = new Map<Loop, Call[]>();
  const calls = [
    ...WRITES.flatMap((name) => model.program.calls(name)).filter((call) => isWriter(model, call)),
    ...model.callsOf(...MEDIA).map(({ call }) => call),
  ];
  for (const call of calls.sort((a, b) => a.start - b.start)) {
    const loop = model.trainingLoops.find(
      ({ step, epoch }) => epoch !== null && epoch !== step && contains(step, call),
    )?.step;
    if (loop && isUnconditional(call, loop)) found.set(loop, [...(found.get(loop) ?? []), call]);
  }
  return [...found.values()].flatMap(writtenBy);
}

function writtenBy([node, ...also]: readonly Call[]): Telemetry[] {
  if (!node) return [];
  const message = `${kindOf(node)} are written at every step`;
  return [{ node, also, message, note: 'every hundredth step shows as much', via: null, fixes: [] }];
}

/** `self.logger.experiment.add_image(...)` in the `training_step` of a Lightning module, under no condition but whose turn it is. */
function hookWrites(model: Model): Telemetry[] {
  const found = new Map<FunctionDef, Call[]>();
  for (const name of WRITES) {
    for (const call of model.program.calls(name)) {
      const step = enclosing(call, 'function');
      if (step?.kind !== 'function' || step.name !== 'training_step' || !writesWithLogger(model, call)) continue;
      if (isUnconditionalIn(call, step)) found.set(step, [...(found.get(step) ?? []), call]);
    }
  }
  return [...found].flatMap(([within, calls]) => writtenBy(calls).map((one) => ({ ...one, within })));
}

const writesWithLogger = (model: Model, { func }: Call): boolean =>
  func.kind === 'attribute' && textOf(model, func.value) === 'self.logger.experiment';

function isUnconditionalIn(call: Call, step: FunctionDef): boolean {
  for (const at of ancestors(call)) {
    if (at === step) return true;
    if (at.kind === 'if' ? !isTurn(at.test) : at.kind !== 'exprstmt') return false;
  }
  return false;
}

/** `if optimizer_idx == 0:`: each optimizer has its turn at every step. */
const isTurn = (test: Expr): boolean =>
  test.kind === 'compare' && test.operands[0]?.kind === 'name' && test.operands[0].id === 'optimizer_idx';

const kindOf = (call: Call): string => (/hist/i.test(calleeName(call)) ? 'Histograms' : 'Pictures');

function isWriter(model: Model, { func }: Call): boolean {
  return (
    func.kind === 'attribute' && model.origins(func.value).some((one) => one.kind === 'result' && WRITERS.test(one.of))
  );
}

function isUnconditional(node: Node, loop: Loop): boolean {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at === loop) return (loop.body as readonly Node[]).includes(inner);
    if (
      at.kind === 'if' ||
      at.kind === 'conditional' ||
      at.kind === 'try' ||
      at.kind === 'function' ||
      at.kind === 'lambda'
    )
      return false;
    inner = at;
  }
  return false;
}
