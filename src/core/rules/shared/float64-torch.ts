/** float64 in PyTorch: default types, whole modules, arrays that go to the accelerator as NumPy made them. */
import type { Argument, Call, Expr, Node } from '../../syntax/ast';
import { reachingBindings } from '../../model/lookup';
import type { Model } from '../../model/model';
import { isModule, moduleTexts } from '../../model/torch/modules';
import { calleeName, dotted } from '../../model/traverse';
import { asString } from '../../model/values';
import { enclosingFunction } from '../../syntax/walk';
import type { Float64Site } from './float64-site';

export function torchSites(model: Model): readonly Float64Site[] {
  return [...defaults(model), ...modules(model), ...arrays(model)];
}

const DOUBLE = /^(torch\.)?(float64|double)$/;

/** `torch.set_default_dtype(torch.float64)` and the older tensor types. */
function defaults(model: Model): Float64Site[] {
  const types = model.callsOf('torch.set_default_dtype').flatMap(({ call }): Float64Site[] => {
    const type = call.args[0]?.value;
    const name = type && dotted(type);
    if (!type || name === undefined || !isDouble(model, type)) return [];
    const text = name.replace(/(float64|double)$/, 'float32');
    return [global(call, type.kind === 'attribute' ? { span: type, text } : null)];
  });
  const tensors = model.callsOf('torch.set_default_tensor_type').flatMap(({ call }): Float64Site[] => {
    const type = call.args[0]?.value;
    const name = type && (asString(model.value(type)) ?? dotted(type));
    if (!type || !name?.endsWith('DoubleTensor')) return [];
    const written = model.program.text.slice(type.start, type.end);
    return [global(call, { span: type, text: written.replace('DoubleTensor', 'FloatTensor') })];
  });
  return [...types, ...tensors].filter((site) => !isRestored(model, site.node));
}

/** Another default is set in the same scope later on: what comes in between is shown or computed exactly on purpose. */
function isRestored(model: Model, node: Node): boolean {
  return model
    .callsOf('torch.set_default_dtype', 'torch.set_default_tensor_type')
    .some(({ call }) => call.start > node.end && enclosingFunction(call) === enclosingFunction(node));
}

function global(call: Call, replacement: Float64Site['replacement']): Float64Site {
  return {
    kind: 'torch',
    node: call,
    message: 'Every new tensor is float64, which accelerators compute slowly',
    replacement,
    title: 'Use float32 as the default',
    via: null,
  };
}

function isDouble(model: Model, type: Expr): boolean {
  return model.origins(type).some((origin) => origin.kind === 'external' && DOUBLE.test(origin.name));
}

/** `model.double()` and `model.to(torch.float64)`: the whole network computes in float64. */
function modules(model: Model): Float64Site[] {
  const texts = moduleTexts(model);
  const calls = [...model.program.calls('double'), ...model.program.calls('to')];
  return calls.flatMap((call): Float64Site[] => {
    if (call.func.kind !== 'attribute' || !isModule(model, call.func.value, texts)) return [];
    const cast =
      call.func.attr === 'double' ? call.args.length === 0 : call.args.some(({ value }) => isDouble(model, value));
    if (!cast) return [];
    return [
      {
        kind: 'torch',
        node: call,
        message: 'The model computes in float64, which accelerators do slowly',
        replacement: null,
        title: '',
        via: null,
      },
    ];
  });
}

/** `torch.from_numpy(a).to(device)` where `a` is float64, and tensors that are made as float64 on the device. */
function arrays(model: Model): Float64Site[] {
  return model
    .callsOf('torch.from_numpy', 'torch.tensor', 'torch.as_tensor')
    .flatMap(({ call, name }): Float64Site[] => {
      if (!reachesDevice(model, call) || !isTrainingData(model, call)) return [];
      const given = model.arguments(call, ['data', 'dtype', 'device']);
      const type = given.get('dtype');
      if (type && isDouble(model, type.value)) return [typed(model, call, type.argument)];
      const array = call.args[0]?.value;
      if (type || !array || !isFloat64Array(model, array) || (name !== 'torch.from_numpy' && array.kind === 'list'))
        return [];
      return [
        {
          kind: 'torch',
          node: call,
          message: 'A float64 array goes to the accelerator as it is',
          ...madeFloat32(call),
          via: null,
        },
      ];
    });
}

/** `.float()` behind the call; for a tensor that is made on the device, the type it is made with. */
function madeFloat32(call: Call): Pick<Float64Site, 'replacement' | 'title'> {
  if (!call.args.some((one) => one.name === 'device'))
    return {
      replacement: { span: { start: call.end, end: call.end }, text: '.float()' },
      title: 'Add .float() before it is moved',
    };
  const torch = call.func.kind === 'attribute' ? dotted(call.func.value) : undefined;
  const close = call.end - 1;
  const replacement =
    torch === undefined ? null : { span: { start: close, end: close }, text: `, dtype=${torch}.float32` };
  return { replacement, title: 'Use float32 for the data' };
}

function typed(model: Model, call: Call, argument: Argument | null): Float64Site {
  const written = argument ? model.program.text.slice(argument.value.start, argument.value.end) : '';
  const text = written.replace(/(float64|double)$/, 'float32');
  return {
    kind: 'torch',
    node: call,
    message: 'Training data is made as float64, which accelerators compute slowly',
    replacement: argument && text !== written ? { span: argument.value, text } : null,
    title: 'Use float32 for the data',
    via: null,
  };
}

/** `.to(device)`, `.cuda()` behind the call, or `device=`, with nothing in between that makes it float32. */
function reachesDevice(model: Model, call: Call): boolean {
  if (call.args.some((one) => one.name === 'device' && !isCpu(model, one.value))) return true;
  let at: Node = call;
  for (;;) {
    const next: Call | undefined = chained(at);
    if (!next) return false;
    const method = calleeName(next);
    if (/^(float|half|bfloat16|long|int|type|bool)$/.test(method)) return false;
    if (method === 'cuda') return true;
    if (method === 'to')
      return (
        next.args.length === 1 &&
        next.args[0] !== undefined &&
        !isType(model, next.args[0].value) &&
        !isCpu(model, next.args[0].value)
      );
    at = next;
  }
}

/** `.method(...)` on the value of a node. */
function chained({ parent }: Node): Call | undefined {
  if (parent?.kind !== 'attribute' || parent.parent?.kind !== 'call') return undefined;
  return parent.parent.func === parent ? parent.parent : undefined;
}

const isCpu = (model: Model, value: Expr): boolean => asString(model.value(value)) === 'cpu';

function isType(model: Model, value: Expr): boolean {
  return model
    .origins(value)
    .some(
      (origin) => origin.kind === 'external' && /^torch\.(float|half|bfloat|double|int|long|bool)/.test(origin.name),
    );
}

/** The tensor is stored under a name, put into a data set or handed to a call: not a constant of a formula. */
function isTrainingData(model: Model, call: Call): boolean {
  if (model.trainingLoops.length === 0 && model.program.calls('fit').length === 0) return false;
  const first = call.args[0]?.value;
  return first !== undefined && first.kind !== 'constant';
}

const MAKES =
  /^numpy\.(random\.(rand|randn|normal|uniform|random|standard_normal)|linspace|zeros|ones|loadtxt|genfromtxt|sin|cos)$/;

/** Arrays that NumPy makes as float64, or that are cast to it; not what cannot be followed. */
function isFloat64Array(model: Model, expression: Expr, depth = 0): boolean {
  if (depth > 4) return false;
  if (expression.kind === 'name') {
    const [only, ...others] = reachingBindings(expression);
    return (
      others.length === 0 &&
      only?.path.length === 0 &&
      only.value !== null &&
      isFloat64Array(model, only.value, depth + 1)
    );
  }
  if (expression.kind !== 'call') return false;
  if (calleeName(expression) === 'astype') {
    const type = expression.args[0]?.value;
    const name = type && (asString(model.value(type)) ?? dotted(type));
    return name !== undefined && /(^|\.)(float64|double|float)$/.test(name);
  }
  if (expression.func.kind === 'attribute' && /^(reshape|copy|transpose|ravel|flatten)$/.test(expression.func.attr))
    return isFloat64Array(model, expression.func.value, depth + 1);
  const type = expression.args.find((one) => one.name === 'dtype')?.value;
  if (type) return /(^|\.)(float64|double)$/.test(dotted(type) ?? asString(model.value(type)) ?? '');
  return model.origins(expression.func).some((origin) => origin.kind === 'external' && MAKES.test(origin.name));
}
