/** Work whose results need more digits than 16 bits give: float64 on purpose, solvers, complex numbers, second gradients. */
import type { Call } from '../syntax/ast';
import type { Model } from './model';
import { perModel } from './per-model';

const FULL_PRECISION_LIBRARIES = [
  'gpytorch',
  'botorch',
  'torchdiffeq',
  'deepxde',
  'torchsde',
  'pyro',
  'ase',
  'e3nn',
  'sympy',
];

/** Float64, complex numbers, FFTs, second-order gradients, solvers: 16 bits would change the science. */
export function needsFullPrecision(model: Model): boolean {
  return isExactWork(model) || usesFloat64(model);
}

/** Libraries and operations of work whose results depend on every digit. */
export const isExactWork = perModel((model) => {
  const { program } = model;
  if (FULL_PRECISION_LIBRARIES.some((word) => importsModule(model, word))) return true;
  if (
    [
      'create_graph',
      'complex64',
      'complex128',
      'view_as_complex',
      'cdouble',
      'gradgradcheck',
      'jacobian',
      'hessian',
    ].some((word) => program.mentions(word))
  )
    return true;
  return ['fft', 'linalg'].some((word) =>
    program
      .attributes(word)
      .some((node) => model.origins(node).some((one) => one.kind === 'external' && one.name === `torch.${word}`)),
  );
});

/** Network or data in float64; a count that is divided as a double is neither. */
function usesFloat64(model: Model): boolean {
  const { program } = model;
  if (program.calls('double').some((call) => call.func.kind === 'attribute' && !isCount(model, call))) return true;
  return program
    .attributes('float64')
    .some((node) => model.origins(node).some((one) => one.kind === 'external' && one.name.startsWith('torch.')));
}

/** `running_corrects.double() / size`, `(predicted == y).double().mean()`. */
function isCount(model: Model, call: Call): boolean {
  const receiver = call.func.kind === 'attribute' ? call.func.value : call.func;
  if (call.parent?.kind === 'binary' && call.parent.op === '/' && call.parent.left === call) return true;
  return /correct|accura|==|\bacc\b|hits|count/i.test(model.program.text.slice(receiver.start, receiver.end));
}

function importsModule(model: Model, name: string): boolean {
  return model.program.imports.some((node) =>
    node.kind === 'import'
      ? node.names.some((one) => one.name.split('.')[0] === name)
      : node.level === 0 && node.module.split('.')[0] === name,
  );
}
