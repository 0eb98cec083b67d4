/** What calls of builtins, NumPy and the environment are worth. */
import type { Call, Expr, FunctionDef } from '../syntax/ast';
import { datasetNamed } from '../../data/datasets';
import { descendRunning } from '../syntax/walk';
import { lastPart } from './canonical';
import { join, known, mapValue, number, overridable, type Evaluator, withCertainty } from './value-algebra';
import { range, sized } from './evaluate-ranges';
import type { Resolver } from './resolver';
import { asNumber, asString, UNKNOWN, type PyValue, type Value } from './values';

type Callee = (call: Call, evaluator: Evaluator) => Value;

/** The value of a call, by the canonical name of what is called; of a local function its single return value. */
export function callValue(call: Call, resolver: Resolver, evaluator: Evaluator): Value {
  for (const origin of resolver.origins(call.func)) {
    const callee = origin.kind === 'external' ? CALLEES[origin.name] : undefined;
    if (callee) {
      const value = callee(call, evaluator);
      return value === UNKNOWN && callee === lengthOf ? publishedLength(call, resolver) : value;
    }
    if (origin.kind === 'function') return returnedValue(origin.definition, evaluator);
  }
  if (call.func.kind !== 'attribute') return UNKNOWN;
  if (call.func.attr === 'copy' && call.args.length === 0) return evaluator.value(call.func.value);
  if (call.func.attr === 'get') return entryOf(call, evaluator.value(call.func.value), evaluator);
  return KEEPS_LENGTH.has(call.func.attr) ? ofArray(evaluator.value(call.func.value), call) : UNKNOWN;
}

/** `settings.get("epochs", 10)` on a dictionary that is written out. */
function entryOf(call: Call, holder: Value, evaluator: Evaluator): Value {
  const [only] = holder.alternatives;
  const key = call.args[0] ? asString(evaluator.value(call.args[0].value)) : undefined;
  if (only?.type !== 'dict' || holder.alternatives.length > 1 || key === undefined) return UNKNOWN;
  const entry = only.entries.get(key) ?? (only.complete ? call.args[1]?.value : undefined);
  return entry ? withCertainty(evaluator.value(entry), holder.certainty, holder.via) : UNKNOWN;
}

/** Methods of arrays whose result has as many rows. */
const KEEPS_LENGTH = new Set(['tolist', 'astype', 'round', 'to', 'float', 'long', 'numpy', 'cumsum']);

function ofArray(value: Value, call: Call): Value {
  return mapValue(value, (one) => (one.type === 'sequence' && one.array ? one : undefined), call);
}

/** The join of what a local function returns; its parameters are joined over all its callers. */
function returnedValue(definition: FunctionDef, evaluator: Evaluator): Value {
  const returns = definition.body
    .flatMap((statement) => [...descendRunning(statement)])
    .filter((node) => node.kind === 'return');
  return join(returns.map((node) => (node.value ? evaluator.value(node.value) : UNKNOWN)));
}

const argument = (call: Call, index: number, name: string): Expr | undefined =>
  call.args.find((one) => one.name === name)?.value ??
  call.args.filter((one) => one.name === null && one.star === '')[index]?.value;

/** What a function of NumPy or PyTorch makes is an array, whatever it is made of. */
function array(callee: Callee): Callee {
  return (call, evaluator) =>
    mapValue(callee(call, evaluator), (one) => (one.type === 'sequence' ? { ...one, array: true } : one), call);
}

function numberAt(call: Call, index: number, name: string, evaluator: Evaluator): number | undefined {
  const expression = argument(call, index, name);
  return expression ? asNumber(evaluator.value(expression)) : undefined;
}

/** `np.linspace(start, stop, num=50)`. */
function spaced(call: Call, evaluator: Evaluator): Value {
  const given = argument(call, 2, 'num');
  const count = given ? asNumber(evaluator.value(given)) : 50;
  return sized(count ?? null, call);
}

function lengthOf(call: Call, evaluator: Evaluator): Value {
  const first = call.args[0];
  if (!first) return UNKNOWN;
  return mapValue(
    evaluator.value(first.value),
    (one) => {
      if (one.type === 'sequence') return one.length === null ? undefined : number(one.length);
      if (one.type === 'string') return number(one.value.length);
      return one.type === 'dict' && one.complete ? number(one.entries.size) : undefined;
    },
    call,
  );
}

/** `len(MNIST(root, train=True))`: as many rows as the data set is known to have. */
function publishedLength(call: Call, resolver: Resolver): Value {
  const [first] = call.args;
  const [only, ...others] = first ? resolver.origins(first.value) : [];
  if (only?.kind !== 'result' || others.length > 0 || !PICTURES.test(only.of)) return UNKNOWN;
  const train = argument(only.call, 1, 'train');
  const isTraining = train === undefined || (train.kind === 'constant' && train.value === true);
  const rows = isTraining ? datasetNamed(lastPart(only.of))?.samples : undefined;
  return rows === undefined ? UNKNOWN : known(number(rows), call);
}

/** Those of torchvision that are told by `train=`, the training split being the default, which have one size. */
const PICTURES = /^torchvision\.datasets\.(\w+\.)?(MNIST|FashionMNIST|KMNIST|QMNIST|CIFAR10|CIFAR100|USPS)$/;

/** `list(x)`, `tuple(x)`, `sorted(x)`, `np.array(x)`: as many elements as x. */
function sameLength(call: Call, evaluator: Evaluator): Value {
  const first = call.args[0];
  if (!first) return sized(0, call);
  const value = evaluator.value(first.value);
  const result = mapValue(
    value,
    (one) => {
      if (one.type === 'sequence') return one;
      return one.type === 'dict' && one.complete
        ? { type: 'sequence', length: one.entries.size, items: null }
        : undefined;
    },
    call,
  );
  return result.certainty === 'unknown' ? sized(null, call) : result;
}

function dictOf(call: Call, evaluator: Evaluator): Value {
  const entries = new Map<string, Expr>();
  let complete = true;
  for (const one of call.args) {
    const inner = one.name === null ? evaluator.value(one.value).alternatives[0] : undefined;
    if (one.name !== null) entries.set(one.name, one.value);
    else if (inner?.type === 'dict') for (const [key, value] of inner.entries) entries.set(key, value);
    if (one.name === null) complete &&= inner?.type === 'dict' && inner.complete;
  }
  return known({ type: 'dict', entries, complete }, call);
}

function converted(change: (one: PyValue) => PyValue | undefined): Callee {
  return (call, evaluator) => (call.args[0] ? mapValue(evaluator.value(call.args[0].value), change, call) : UNKNOWN);
}

function toNumber(one: PyValue): PyValue | undefined {
  if (one.type === 'number') return one;
  if (one.type === 'boolean') return number(one.value ? 1 : 0);
  const parsed = one.type === 'string' && one.value.trim() !== '' ? Number(one.value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : number(parsed);
}

const rounded = (round: (value: number) => number): Callee =>
  converted((one) => {
    const value = toNumber(one);
    return value?.type === 'number' ? number(round(value.value)) : undefined;
  });

function extreme(pick: (...values: number[]) => number): Callee {
  return (call, evaluator) => {
    const values = call.args.map((one) => evaluator.value(one.value));
    const numbers = values.map(asNumber);
    if (numbers.length < 2 || numbers.includes(undefined)) return UNKNOWN;
    const soft = values.find((one) => one.certainty === 'default') ?? values[0];
    return soft ? { ...soft, alternatives: [number(pick(...(numbers as number[])))] } : UNKNOWN;
  };
}

/** `os.getenv(name, default)`: a default that the environment overrides. */
function environment(call: Call, evaluator: Evaluator): Value {
  const name = call.args[0] ? asString(evaluator.value(call.args[0].value)) : undefined;
  const fallback = argument(call, 1, 'default');
  return fallback ? overridable(evaluator.value(fallback), `environment ${name ?? 'variable'}`) : UNKNOWN;
}

/** `dataclasses.field(default=x)`. */
function field(call: Call, evaluator: Evaluator): Value {
  const given = call.args.find((one) => one.name === 'default');
  const factory = call.args.find((one) => one.name === 'default_factory')?.value;
  if (given) return evaluator.value(given.value);
  return factory?.kind === 'lambda' ? evaluator.value(factory.body) : UNKNOWN;
}

/** `torch.device("cuda")`: worth its name; a bare number is the index of an accelerator. */
function device(call: Call, evaluator: Evaluator): Value {
  const first = argument(call, 0, 'type');
  const value = first ? evaluator.value(first) : UNKNOWN;
  return mapValue(
    value,
    (one) => {
      if (one.type === 'number') return { type: 'string', value: `cuda:${one.value}` };
      return one.type === 'string' ? one : undefined;
    },
    call,
  );
}

/** `np.arange` has the arguments of `range`, with fractions. */
const CALLEES: Readonly<Record<string, Callee>> = {
  'builtins.range': range,
  'builtins.xrange': range,
  'builtins.len': lengthOf,
  'builtins.list': sameLength,
  'builtins.tuple': sameLength,
  'builtins.sorted': sameLength,
  'builtins.reversed': sameLength,
  'builtins.enumerate': sameLength,
  'builtins.dict': dictOf,
  'collections.OrderedDict': dictOf,
  'builtins.int': rounded(Math.trunc),
  'builtins.float': converted(toNumber),
  'builtins.abs': rounded(Math.abs),
  'builtins.round': rounded(Math.round),
  'math.ceil': rounded(Math.ceil),
  'math.floor': rounded(Math.floor),
  'builtins.min': extreme(Math.min),
  'builtins.max': extreme(Math.max),
  'numpy.linspace': array(spaced),
  'numpy.logspace': array(spaced),
  'numpy.geomspace': array(spaced),
  'numpy.arange': array(range),
  'numpy.array': array(sameLength),
  'numpy.asarray': array(sameLength),
  'torch.linspace': array((call, evaluator) => sized(numberAt(call, 2, 'steps', evaluator) ?? null, call)),
  'torch.arange': array(range),
  'torch.device': device,
  'tqdm.tqdm': sameLength,
  'tqdm.trange': range,
  'os.getenv': environment,
  'os.environ.get': environment,
  'dataclasses.field': field,
};
