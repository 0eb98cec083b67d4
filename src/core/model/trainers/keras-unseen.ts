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

/** `epochs` in words, as only Keras asks for them in `fit`; `fit_generator` is of Keras alone. */
function hasKerasArguments({ args }: Call): boolean {
  const named = args.flatMap(({ name }) => name ?? []);
  return named.includes('epochs') || named.includes('nb_epoch');
}

const definesFit = perModel(({ program }): boolean =>
  program.functions.some(({ name, parent }) => /^fit(_generator)?$/.test(name) && parent?.kind === 'class'),
);

/** `self.model`, which is not the object whose own `fit` the class has. */
function isOwnPart(receiver: Expr): boolean {
  return receiver.kind === 'attribute' && isSelf(receiver.value);
}

/** Where it comes from does not speak against Keras: it is handed in, or made or held by something of the project. */
function isOpen(model: Model, origin: Origin): boolean {
  if (origin.kind === 'parameter') return true;
  if (origin.kind === 'external') return isOfProject(model, origin.name);
  return (origin.kind === 'result' || origin.kind === 'item') && isOfProject(model, origin.of);
}

/** `networks.Speaker().m` is an attribute of an instance. */
const isOfProject = (model: Model, name: string): boolean => model.imported(name.replace(/\(\).*$/, '')) !== undefined;
