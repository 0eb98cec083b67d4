/** Networks that stand frozen in front of what a Keras fit trains: `base.trainable = False`, `Sequential([base, Dense(2)])`. */
import type { Call, Expr, Node } from '../syntax/ast';
import { kerasBase } from './workloads/keras-base';
import type { Model } from './model';
import { perModel } from './per-model';
import type { KerasFit } from './trainers/keras-fit';
import { attributeAssignments, methodCallsOn, standsFor } from './traverse';
import { asBoolean } from './values';

export interface FrozenBase {
  /** The call that makes the network. */
  readonly made: Call;
  /** Where it is frozen. */
  readonly freeze: Node;
  /** A later statement lets its weights, or some of them, train. */
  readonly thaws: boolean;
}

/** The network whose outputs are the same for each pass over the same data; undefined where nothing shows one. */
export function frozenBase(model: Model, { call, receiver }: KerasFit): FrozenBase | undefined {
  if (switches(model).length === 0 && model.program.calls('KerasLayer').length === 0) return undefined;
  for (const origin of model.origins(receiver)) {
    const made = origin.kind === 'result' && MODELS.test(origin.of) ? firstNetwork(model, origin.call) : undefined;
    const found = made && frozenAt(model, made, call);
    if (found) return found;
  }
  return undefined;
}

const MODELS = /^keras\.(Model|Sequential)$/;
const NETWORKS =
  /^(keras\.(applications\.|Model$|Sequential$|(\w+\.)*load_model$)|tensorflow_hub\.KerasLayer$|keras_hub\.|keras_cv\.)/;
/** What may stand between the pictures and the network, and gives the same for the same picture. */
const PREPARES =
  /^keras\.(Input|layers\.(Input|InputLayer|Rescaling|Resizing|CenterCrop|Normalization|Lambda|Reshape))$/;

function firstNetwork(model: Model, construction: Call): Call | undefined {
  const list = construction.args.find(({ name }) => name === null || name === 'layers')?.value;
  const parts = [
    ...(list?.kind === 'list' ? list.items : []),
    ...methodCallsOn(model, construction, 'add').flatMap(({ args }) => args[0]?.value ?? []),
  ];
  if (parts.length === 0) return kerasBase(model, construction);
  for (const part of parts) {
    const [only] = model.origins(part);
    if (only?.kind !== 'result') return undefined;
    if (NETWORKS.test(only.of)) return only.call;
    if (!PREPARES.test(only.of)) return undefined;
  }
  return undefined;
}

function frozenAt(model: Model, made: Call, fit: Call): FrozenBase | undefined {
  const own = switches(model).filter(({ network }) => standsFor(model, network, made));
  const last = own.findLast(({ node }) => node.start < fit.start);
  const given = made.args.find(({ name }) => name === 'trainable');
  const freeze = last?.node ?? given;
  const off = last ? last.what === 'off' : given !== undefined && asBoolean(model.value(given.value)) === false;
  if (!freeze || !off || trainsOn(model, made)) return undefined;
  return { made, freeze, thaws: own.some(({ node, what }) => node.start > fit.start && what !== 'off') };
}

/** `base(x, training=True)`: batch norm and dropout go on. */
const trainsOn = (model: Model, made: Call): boolean =>
  model
    .usesOf(made)
    .some(
      ({ parent }) =>
        parent?.kind === 'call' &&
        parent.args.some(({ name, value }) => name === 'training' && asBoolean(model.value(value)) === true),
    );

interface Switch {
  readonly network: Expr;
  readonly node: Node;
  /** `some`: a part of its layers. */
  readonly what: 'off' | 'on' | 'some';
}

/** Every `trainable =` of a network, of all its layers in a loop, or of some of them. */
const switches = perModel((model): readonly Switch[] =>
  attributeAssignments(model, 'trainable')
    .flatMap(({ target, value, node }): Switch[] => {
      if (target.kind !== 'attribute') return [];
      const off = value?.kind === 'constant' && value.value === false;
      const loop = node.parent?.kind === 'for' ? node.parent : undefined;
      if (!loop)
        return [{ network: wholeOf(target.value), node, what: !isWhole(target.value) ? 'some' : off ? 'off' : 'on' }];
      const all = loop.iter.kind === 'attribute' && loop.iter.attr === 'layers';
      return [{ network: wholeOf(loop.iter), node, what: !all ? 'some' : off ? 'off' : 'on' }];
    })
    .sort((a, b) => a.node.start - b.node.start),
);

const isWhole = (network: Expr): boolean =>
  network.kind === 'name' || (network.kind === 'attribute' && network.value.kind === 'name');

/** `base` of `base.layers[:100]`. */
function wholeOf(node: Expr): Expr {
  if (node.kind === 'subscript') return wholeOf(node.value);
  if (node.kind === 'attribute' && node.attr === 'layers') return wholeOf(node.value);
  return node.kind === 'call' && node.func.kind === 'attribute' ? wholeOf(node.func.value) : node;
}
