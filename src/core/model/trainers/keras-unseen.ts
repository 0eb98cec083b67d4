/** Fits of Keras models that another file builds or hands in: told by the arguments that only Keras takes. */
import type { Call, Expr } from '../../syntax/ast';
import { isSelf } from '../../syntax/walk';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { perModel } from '../per-model';
import { importsModule } from '../../syntax/imported-modules';

/** `def train(model): model.fit(x, y, epochs=10)` in a file that uses Keras, where no class or library with a `fit` of its own may be meant. */
export function fitsUnseenModel(model: Model, call: Call, receiver: Expr): boolean {
  if (!usesKeras(model) || !hasKerasArguments(call)) return false;
  if (definesFit(model) && !isOwnPart(receiver)) return false;
  return model.origins(receiver).every((origin) => isOpen(model, origin));
}

const usesKeras = perModel(
  ({ program }): boolean =>
    importsModule(program, /^(tensorflow\.(python\.)?|tf_)?keras(\.|$)/) ||
    (importsModule(program, /^tensorflow(\.|$)/) && program.mentions('keras')),
);

/** Data, and `epochs` in words, as hardly anything but Keras asks for them in `fit`. */
function hasKerasArguments({ args }: Call): boolean {
  return (
    args.some(({ name }) => name === 'epochs' || name === 'nb_epoch') &&
    args.some(({ name }) => name === null || name === 'x' || name === 'generator')
  );
}

const definesFit = perModel(({ program }): boolean =>
  program.functions.some(({ name, parent }) => /^fit(_generator)?$/.test(name) && parent?.kind === 'class'),
);

/** `self.model`, which is not the object whose own `fit` the class has. */
function isOwnPart(receiver: Expr): boolean {
  return receiver.kind === 'attribute' && isSelf(receiver.value);
}

/** Where it comes from does not speak against Keras: it is handed in, made by a function of the project, or a part of an object. */
function isOpen(model: Model, origin: Origin): boolean {
  if (origin.kind === 'parameter') return true;
  if (origin.kind === 'external') return isPart(model, origin.name);
  if (origin.kind !== 'result' && origin.kind !== 'item') return false;
  const maker = model.imported(origin.of);
  return maker?.kind === 'function' && maker.returns.length === 0;
}

/** `networks.Speaker().m`; an object itself may have any `fit`. */
function isPart(model: Model, name: string): boolean {
  const [owner = '', part] = name.split('().');
  return part !== undefined && model.imported(owner)?.kind === 'class';
}
