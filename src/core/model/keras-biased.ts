/** Layers of Keras whose bias the batch norm behind them takes off again. */
import type { Call, Expr } from '../syntax/ast';
import { statementOf } from '../syntax/walk';
import type { Model } from './model';
import { perModel } from './per-model';
import { asBoolean } from './values';

const LAYER = /^keras\.layers\.(\w*Conv(olution)?[123]D(Transpose)?|Dense)$/;

/** Each such layer, where nothing stands between it and the norm. */
export const kerasBiased = perModel((model): readonly Call[] =>
  model.program
    .calls('BatchNormalization')
    .filter((call) => named(model, call) === 'keras.layers.BatchNormalization' && !model.isIgnored(call))
    .flatMap((norm) => before(norm) ?? [])
    .filter((layer) => LAYER.test(named(model, layer)) && keepsBias(model, layer)),
);

const named = (model: Model, { func }: Call): string =>
  model.origins(func).flatMap((one) => (one.kind === 'external' ? [one.name] : []))[0] ?? '';

/** An activation between the two, or options that nobody sees, and the bias counts. */
const keepsBias = (model: Model, { args }: Call): boolean =>
  args.every(({ name, value, star }, index) => {
    if (star !== '' || name === 'activation' || name === 'weights') return false;
    if (name === 'use_bias') return asBoolean(model.value(value)) === true;
    return name !== null || index < 2;
  });

/** In a list of layers, in the statement before, or called on. */
function before(norm: Call): Call | undefined {
  const { parent } = norm;
  if (parent?.kind === 'list') return callOf(parent.items[parent.items.indexOf(norm) - 1]);
  const statement = statementOf(norm);
  const block = statement?.parent && 'body' in statement.parent ? (statement.parent.body as readonly unknown[]) : [];
  const previous = statement && (block[block.indexOf(statement) - 1] as typeof statement | undefined);
  if (statement?.kind === 'exprstmt' && previous?.kind === 'exprstmt')
    return added(statement.value, previous.value, norm);
  if (parent?.kind !== 'call' || parent.func !== norm || parent.args.length !== 1) return undefined;
  const given = parent.args[0]?.value;
  if (given?.kind === 'call') return callOf(given.func);
  const [target] = previous?.kind === 'assign' ? previous.targets : [];
  const isFed = given?.kind === 'name' && target?.kind === 'name' && target.id === given.id;
  const value = previous?.kind === 'assign' ? previous.value : undefined;
  const isLast =
    statement?.kind === 'assign' &&
    statement.targets[0]?.kind === 'name' &&
    given?.kind === 'name' &&
    statement.targets[0].id === given.id;
  return isFed && isLast && value?.kind === 'call' ? callOf(value.func) : undefined;
}

const callOf = (node: Expr | undefined): Call | undefined => (node?.kind === 'call' ? node : undefined);

/** `model.add(Conv2D(...))` and `model.add(BatchNormalization())`. */
function added(now: Expr, last: Expr, norm: Call): Call | undefined {
  const [one, other] = [receiverOf(now), receiverOf(last)];
  if (!one || one !== other || now.kind !== 'call' || last.kind !== 'call' || now.args[0]?.value !== norm)
    return undefined;
  return callOf(last.args[0]?.value);
}

const receiverOf = (node: Expr): string | undefined =>
  node.kind === 'call' && node.func.kind === 'attribute' && node.func.attr === 'add' && node.func.value.kind === 'name'
    ? node.func.value.id
    : undefined;
