/** Puts the weights of a network, and the pictures that go in, into the layout that 16-bit convolutions are fastest in. */
import { addKeyword } from '../../fixes/calls';
import { insertAfter, insertBefore } from '../../fixes/statements';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';
import type { Call, Expr } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import type { TextEdit } from '../../text/span';
import type { Fix } from '../rule';
import { callsIn } from './torch-loop';

const NAME = 'memory_format';
const FORMAT = 'torch.channels_last';
/** Convolutions follow the layout of their weights. */
const WEIGHTS = 'Use channels_last for the weights';

/** The last call before the loop that moves the network to a device. */
export function moveOf(model: Model, network: Expr, before: number): Call | undefined {
  const makers = makersOf(model, network);
  return ['to', 'cuda']
    .flatMap((name) => model.program.calls(name))
    .filter(({ func, start }) => {
      if (func.kind !== 'attribute' || start > before) return false;
      return makersOf(model, func.value).some((one) => makers.includes(one));
    })
    .sort((one, other) => one.start - other.start)
    .at(-1);
}

const makersOf = (model: Model, value: Expr): readonly Call[] =>
  model
    .origins(value)
    .flatMap((origin) =>
      (origin.kind === 'result' || origin.kind === 'instance') && origin.call ? [origin.call] : [],
    );

export function channelsLastFixes(model: Model, loop: TrainingLoop, move: Call | undefined): Fix[] {
  const weights = move && weightEdits(model, move);
  if (!weights) return [];
  const picture = inputMove(model, loop);
  const inputs = (picture && addKeyword(picture, model.program.text, NAME, FORMAT)) ?? [];
  const title = inputs.length > 0 ? 'Use channels_last for weights and inputs' : WEIGHTS;
  return [{ title, safety: 'safe', edits: [...weights, ...inputs], imports: [{ from: null, name: 'torch' }] }];
}

/** `net.to(device)` takes the layout as well; after `net.cuda()` it is set in a line of its own, in place. */
function weightEdits(model: Model, move: Call): readonly TextEdit[] | undefined {
  const { program } = model;
  if (move.func.kind !== 'attribute') return undefined;
  if (move.func.attr === 'to') return isDeviceOnly(move) ? addKeyword(move, program.text, NAME, FORMAT) : undefined;
  const statement = statementOf(move);
  const target =
    statement?.kind === 'assign' && statement.value === move
      ? statement.targets[0]
      : statement?.kind === 'exprstmt'
        ? move.func.value
        : undefined;
  const isPlain = target?.kind === 'name' || target?.kind === 'attribute';
  return statement && target && isPlain
    ? insertAfter(program, statement, `${textOf(model, target)}.to(${NAME}=${FORMAT})`)
    : undefined;
}

const isDeviceOnly = ({ args }: Call): boolean =>
  args.length === 1 && (args[0]?.name === null || args[0]?.name === 'device') && args[0].star === '';

/** Before a trainer takes the module: `module.to(memory_format=torch.channels_last)`; convolutions follow their weights. */
export function channelsLastModuleFixes({ program }: Model, fit: Call, module: Expr): Fix[] {
  const statement = statementOf(fit);
  if (module.kind !== 'name' || !statement) return [];
  const edits = insertBefore(program, statement, `${module.id}.to(${NAME}=${FORMAT})`);
  const imports = [{ from: null, name: 'torch' }];
  return edits ? [{ title: WEIGHTS, safety: 'safe', edits, imports }] : [];
}

/** `x = x.to(device)` in the step, of what the network is called on. */
function inputMove(model: Model, { forwards, step }: TrainingLoop): Call | undefined {
  const [given, ...others] = forwards[0]?.args ?? [];
  if (!given || others.length > 0) return undefined;
  const text = textOf(model, given.value);
  if (given.value.kind === 'call') return isDeviceMove(given.value) ? given.value : undefined;
  return callsIn(step).find(
    (call) =>
      isDeviceMove(call) &&
      call.func.kind === 'attribute' &&
      textOf(model, call.func.value) === text &&
      call.start < given.start,
  );
}

const isDeviceMove = (call: Call): boolean =>
  call.func.kind === 'attribute' &&
  call.func.attr === 'to' &&
  call.args[0]?.name === null &&
  call.args.every(({ name }) => name === null || name === 'non_blocking');
