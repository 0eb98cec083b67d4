/** Lets a standard network start from the weights that were published with it. */
import { setKeyword } from '../../fixes/calls';
import { isBefore } from '../../model/configuration/versions';
import type { Model } from '../../model/model';
import { asBoolean, asNumber } from '../../model/values';
import { checkpointOf } from '../../model/zoo/configured';
import { type Published, textArgument } from '../../model/zoo/published';
import type { Call, Expr } from '../../syntax/ast';
import { type TextEdit, spanOf } from '../../text/span';
import type { Fix } from '../rule';
import { quoted } from './quotes';

const REASON = 'Training starts elsewhere, so results change; inputs have to be prepared as the weights expect it.';

export function publishedWeightsFixes(model: Model, network: Published): Fix[] {
  const edits = editsOf(model, network);
  return edits ? [{ title: 'Use published weights', safety: 'review', reason: REASON, edits, imports: [] }] : [];
}

function editsOf(model: Model, network: Published): readonly TextEdit[] | undefined {
  const { call, zoo } = network;
  if (zoo === 'transformers') return fromCheckpoint(model, call);
  if (zoo === 'timm') return written(model, network, 'pretrained', 'True');
  if (zoo === 'keras')
    return keepsTop(model, call) ? undefined : written(model, network, 'weights', quoted(model, 'imagenet'));
  return torchvision(model, network);
}

/** With other classes than the weights were trained for, the library refuses them. */
const HARMLESS = new Set([null, 'pretrained', 'weights', 'progress', 'repo_or_dir', 'model']);

/** Weights by name came with torchvision 0.13. */
function torchvision(model: Model, network: Published): readonly TextEdit[] | undefined {
  const { call } = network;
  if (!call.args.every(({ name, star }) => star === '' && HARMLESS.has(name))) return undefined;
  const tag = /:v0\.(\d+)/.exec(textArgument(model, call, 0) ?? '');
  const isOld = tag ? Number(tag[1]) < 13 : isBefore(model.version('torchvision'), 0, 13);
  return isOld
    ? written(model, network, 'pretrained', 'True')
    : written(model, network, 'weights', quoted(model, 'DEFAULT'));
}

/** Instead of the argument that asks for fresh weights, or where there is none. */
function written(
  { program }: Model,
  { call, argument }: Published,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  if (!argument || argument.name === name) return setKeyword(call, program.text, name, value);
  if (argument.name === null && call.args.at(-1) !== argument) return undefined;
  return [{ span: spanOf(argument), newText: `${name}=${value}` }];
}

/** The layer for the thousand classes of ImageNet. */
function keepsTop(model: Model, { args }: Call): boolean {
  const top = args.find(({ name }) => name === 'include_top');
  return !top || asBoolean(model.value(top.value)) !== false;
}

/** Channels of the pictures that a Keras application is made for; undefined where it is not told. */
export function channelsOf(model: Model, { args }: Call): number | undefined {
  const shape =
    args.find(({ name }) => name === 'input_shape')?.value ??
    shapeOf(model, args.find(({ name }) => name === 'input_tensor')?.value);
  const [only] = shape ? model.value(shape).alternatives : [];
  const last = only?.type === 'sequence' ? only.items?.at(-1) : undefined;
  return last && asNumber(model.value(last));
}

/** `Input(shape=(64, 64, 3))`. */
function shapeOf(model: Model, tensor: Expr | undefined): Expr | undefined {
  const [only] = tensor ? model.origins(tensor) : [];
  const args = only?.kind === 'result' ? only.call.args : [];
  return args.find(({ name }) => name === 'shape' || name === null)?.value;
}

/** `BertForX(BertConfig.from_pretrained(name))` -> `BertForX.from_pretrained(name, config=...)`. */
function fromCheckpoint(model: Model, made: Call): readonly TextEdit[] | undefined {
  const found = checkpointOf(model, made);
  if (found?.written?.kind !== 'constant') return undefined;
  const { text } = model.program;
  const { func } = made;
  const owner = func.kind === 'attribute' && func.attr === 'from_config' ? func.value : func;
  const source = (node: Expr): string => text.slice(node.start, node.end);
  const newText = `${source(owner)}.from_pretrained(${source(found.written)}, config=${source(found.configuration)})`;
  return model.program.commentsIn(made).length > 0 ? undefined : [{ span: spanOf(made), newText }];
}
