/** Layers of PyTorch whose bias the batch norm behind them takes off again. */
import type { Call, ClassDef, Expr, FunctionDef, Node, Stmt } from '../../syntax/ast';
import { descend, enclosing, isSelf } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel, perModelAnd } from '../per-model';
import { calleeName } from '../traverse';
import { asBoolean, asNumber } from '../values';
import { textOf } from './modules';

export interface BiasedLayer {
  readonly layer: Call;
  readonly norm: Call;
}

const NORMS = ['BatchNorm1d', 'BatchNorm2d', 'BatchNorm3d', 'SyncBatchNorm'];
const LAYER = /^torch\.nn\.(Conv(Transpose)?[123]d|Linear)$/;
/** Where `bias` stands among positional arguments. */
const BIAS = { conv: 7, linear: 2 } as const;

/** Every pair of the program: neighbours in a container, or one called on the other in `forward`. */
export const biasedLayers = perModel((model): readonly BiasedLayer[] => {
  const norms = NORMS.flatMap((name) => model.program.calls(name));
  const found = norms.flatMap((norm): BiasedLayer[] => {
    const layer = layerOf(model, norm);
    return layer ? [{ layer, norm }] : [];
  });
  return found.sort((one, other) => one.layer.start - other.layer.start);
});

/** An answer for each norm: what is typed in one class is no change to the others. */
const layerOf = perModelAnd((model: Model, norm: Call): Call | undefined => {
  const layer = isNorm(model, norm) ? (before(norm) ?? calledBefore(model, norm)) : undefined;
  return layer && hasBias(model, layer) && normalises(model, norm, layer) && !model.isIgnored(layer)
    ? layer
    : undefined;
});

const isNorm = (model: Model, { func }: Call): boolean =>
  model.origins(func).some((one) => one.kind === 'external' && one.name.startsWith('torch.nn.'));

/** `Sequential(Conv2d(...), BatchNorm2d(...))`, and the same in a list that is unpacked into one. */
function before(norm: Call): Call | undefined {
  const { parent } = norm;
  if (parent?.kind === 'list') {
    const owner = parent.parent?.kind === 'argument' ? parent.parent.parent : undefined;
    const keeps =
      owner?.kind === 'call' &&
      /ModuleList|ModuleDict/.test(owner.func.kind === 'attribute' ? owner.func.attr : nameOf(owner.func));
    return keeps ? undefined : callAt(parent.items, parent.items.indexOf(norm) - 1);
  }
  const call = parent?.kind === 'argument' ? parent.parent : undefined;
  if (call?.kind !== 'call' || !/Sequential$/.test(call.func.kind === 'attribute' ? call.func.attr : nameOf(call.func)))
    return undefined;
  const values = call.args.map(({ value }) => value);
  return callAt(values, values.indexOf(norm) - 1);
}

const nameOf = (node: Expr): string => (node.kind === 'name' ? node.id : '');

const callAt = (items: readonly Expr[], index: number): Call | undefined => {
  const item = items[index];
  return item?.kind === 'call' ? item : undefined;
};

function hasBias(model: Model, { func, args }: Call): boolean {
  const layer = model
    .origins(func)
    .flatMap((one) => (one.kind === 'external' && LAYER.test(one.name) ? [one.name] : []))[0];
  if (!layer || args.some(({ star }) => star !== '')) return false;
  const given = args.find(({ name }) => name === 'bias');
  if (given) return given.value.kind === 'constant' && asBoolean(model.value(given.value)) === true;
  return args.filter(({ name }) => name === null).length <= (layer.endsWith('Linear') ? BIAS.linear : BIAS.conv);
}

/** A linear layer may run on sequences, whose steps the norm takes for channels: only one of as many features is its own. */
function normalises(model: Model, norm: Call, layer: Call): boolean {
  if (!/Linear$/.test(calleeName(layer))) return true;
  const given = (call: Call, index: number, name: string): Expr | undefined =>
    call.args.find((one) => one.name === name)?.value ?? call.args.filter((one) => one.name === null)[index]?.value;
  const [features, channels] = [given(layer, 1, 'out_features'), given(norm, 0, 'num_features')];
  if (!features || !channels) return false;
  const [many, few] = [asNumber(model.value(features)), asNumber(model.value(channels))];
  return many === undefined || few === undefined ? textOf(model, features) === textOf(model, channels) : many === few;
}

/** `self.norm(self.layer(x))`, or `x = self.layer(x)` and `x = self.norm(x)` in the next line; each of them called once. */
function calledBefore(model: Model, norm: Call): Call | undefined {
  const owner = enclosing(norm, 'class');
  const attr = keptUnder(norm);
  const run = owner && attr ? onlyRun(owner, attr) : undefined;
  const given = run?.args.length === 1 ? run.args[0]?.value : undefined;
  if (!owner || !run || !given) return undefined;
  const inner = ownCall(given) ?? ownCall(previousValue(run, given));
  if (!inner || onlyRun(owner, inner) === undefined) return undefined;
  const made = [...descend(owner)].flatMap((node) =>
    node.kind === 'assign' && node.targets.some((one) => selfAttribute(one) === inner) && node.value
      ? [node.value]
      : [],
  );
  const [only, ...others] = made;
  return only?.kind === 'call' &&
    others.length === 0 &&
    model.isSubclass(owner, 'torch.nn.Module', 'lightning.LightningModule')
    ? only
    : undefined;
}

const selfAttribute = (node: Expr): string | undefined =>
  node.kind === 'attribute' && isSelf(node.value) ? node.attr : undefined;

function keptUnder({ parent }: Call): string | undefined {
  const target = parent?.kind === 'assign' ? parent.targets[0] : undefined;
  return target && selfAttribute(target);
}

/** The attribute of `self` that a call runs. */
const ownCall = (node: Expr | null | undefined): string | undefined =>
  node?.kind === 'call' ? selfAttribute(node.func) : undefined;

/** The one call of `self.attr(...)` in a class; undefined where there are several, or where it is used otherwise. */
function onlyRun(owner: ClassDef, attr: string): Call | undefined {
  const uses = [...descend(owner)].filter(
    (node) => node.kind === 'attribute' && selfAttribute(node) === attr && !isTarget(node),
  );
  const [only, ...others] = uses;
  const call = only?.parent;
  return call?.kind === 'call' && call.func === only && others.length === 0 && isInForward(call) ? call : undefined;
}

const isTarget = (node: Node): boolean => node.parent?.kind === 'assign' && node.parent.targets.includes(node as Expr);

const isInForward = (call: Call): boolean => enclosing(call, 'function')?.name !== '__init__';

/** What the line before gives the variable that a call in an assignment takes. */
function previousValue(run: Call, given: Expr): Expr | null | undefined {
  const statement = run.parent;
  if (given.kind !== 'name' || statement?.kind !== 'assign') return undefined;
  const block: readonly Stmt[] =
    (statement.parent as FunctionDef | null)?.kind === 'function' ? (statement.parent as FunctionDef).body : [];
  const previous = block[block.indexOf(statement) - 1];
  const [target] = previous?.kind === 'assign' ? previous.targets : [];
  const own = statement.targets[0];
  const isSame = target?.kind === 'name' && target.id === given.id && own?.kind === 'name' && own.id === given.id;
  return previous?.kind === 'assign' && isSame ? previous.value : undefined;
}
