/** Calls that make a published network, with whether they load the weights that were published with it. */
import type { Argument, Call, Expr } from '../../syntax/ast';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { perModelAnd } from '../per-model';
import { asBoolean, asString, isNone } from '../values';

export type Zoo = 'torchvision' | 'timm' | 'hub' | 'keras' | 'transformers';

export interface Published {
  readonly call: Call;
  readonly zoo: Zoo;
  /** The canonical name of what is called. */
  readonly of: string;
  /** `random`: fresh weights; `loaded`: those that were published; `unknown`: an option or a variable decides. */
  readonly weights: 'random' | 'loaded' | 'unknown';
  /** What says so; null where the default of the library does. */
  readonly argument: Argument | null;
}

const CLASSIFIERS =
  /^(alexnet|convnext|densenet|efficientnet|googlenet|inception|maxvit|mnasnet|mobilenet|regnet|res(net|nest)|resnext|shufflenet|squeezenet|swin|vgg|vit|wide_resnet)/;
/** Transformers for one task, and the bare body. */
const FOR_TASK =
  /^transformers\.(TF)?[A-Z]\w*((?<!Heads?)Model|For(SequenceClassification|TokenClassification|QuestionAnswering|MultipleChoice|ImageClassification|AudioClassification))(\.from_(config|pretrained))?$/;

/** The zoo of each function that makes networks. */
export function zooOf(of: string): Zoo | undefined {
  if (of === 'timm.create_model') return 'timm';
  if (of === 'torch.hub.load') return 'hub';
  if (/^torchvision\.models\.\w+$/.test(of))
    return of.endsWith('.get_model') || CLASSIFIERS.test(lastPart(of)) ? 'torchvision' : undefined;
  if (/^keras\.applications\.(\w+\.)?[A-Z]\w*$/.test(of)) return 'keras';
  return FOR_TASK.test(of) ? 'transformers' : undefined;
}

/** Callee names that can stand for one of them, besides those of classifiers. */
const CALLED =
  /^(create_model|load|get_model|from_(config|pretrained)|\w+(Model|For[A-Z]\w+)|\w*([Nn]et|VGG|Inception|[Xx]ception|ConvNeXt)\w*)$/;

/** All of a program, in no order. */
export function publishedNetworks(model: Model): readonly Published[] {
  return [...model.program.calledNames()]
    .filter((name) => CALLED.test(name) || CLASSIFIERS.test(name))
    .flatMap((name) => publishedUnder(model, name));
}

const publishedUnder = perModelAnd((model: Model, name: string): readonly Published[] =>
  model.program.calls(name).flatMap((call) => publishedAt(model, call) ?? []),
);

/** The published network that a call makes; undefined for any other call. */
export const publishedAt = perModelAnd((model: Model, call: Call): Published | undefined => {
  for (const origin of model.origins(call.func)) {
    const zoo = origin.kind === 'external' && !origin.may ? zooOf(origin.name) : undefined;
    if (!zoo || origin.kind !== 'external') continue;
    return { call, zoo, of: origin.name, ...weightsOf(model, call, zoo, origin.name) };
  }
  return undefined;
});

type Weights = Pick<Published, 'weights' | 'argument'>;

function weightsOf(model: Model, call: Call, zoo: Zoo, of: string): Weights {
  if (zoo === 'transformers') return { weights: of.endsWith('.from_pretrained') ? 'loaded' : 'random', argument: null };
  if (call.args.some(({ star }) => star === '**')) return { weights: 'unknown', argument: null };
  const argument = weightsArgument(call, zoo);
  if (!argument) return { weights: zoo === 'keras' ? 'loaded' : zoo === 'hub' ? 'unknown' : 'random', argument: null };
  // A function that hands its option on leaves the choice to whoever calls it.
  if (parameterOf(argument.value)) return { weights: 'unknown', argument };
  const value = model.value(argument.value);
  const off = isNone(value) || asBoolean(value) === false;
  if (off && value.certainty === 'known') return { weights: 'random', argument };
  if (value.certainty !== 'known' && isEntry(model, argument.value)) return { weights: 'loaded', argument };
  const on = asBoolean(value) === true || asString(value) !== undefined || value.alternatives[0]?.type === 'object';
  return { weights: on && value.certainty === 'known' ? 'loaded' : 'unknown', argument };
}

/** `ResNet50_Weights.DEFAULT`. */
const isEntry = (model: Model, value: Expr): boolean =>
  model.origins(value).some((one) => one.kind === 'external' && /_Weights\.\w+$/.test(one.name));

/** By name, or as the first argument where the library has it there. */
function weightsArgument({ args }: Call, zoo: Zoo): Argument | undefined {
  const named = args.find(({ name }) => name === 'weights' || name === 'pretrained');
  const positional = args.filter(({ name, star }) => name === null && star === '');
  const place = zoo === 'timm' ? positional[1] : zoo === 'torchvision' ? positional[0] : undefined;
  return named ?? (place?.value.kind === 'constant' && typeof place.value.value !== 'string' ? place : undefined);
}

/** The text that a call is given at a place; undefined where it is not known. */
export function textArgument(model: Model, { args }: Call, index: number): string | undefined {
  const given =
    args.filter(({ name, star }) => name === null && star === '')[index] ??
    args.find(({ name }) => NAMES.test(name ?? ''));
  return given && asString(model.value(given.value));
}

const NAMES = /^(model_name|name)$/;
