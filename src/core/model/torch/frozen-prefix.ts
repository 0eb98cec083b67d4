/** Frozen networks that a loop runs on each batch of every epoch, before the layers that it trains. */
import type { Attribute, Call, ClassDef, Expr, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend, statementOf, isSelf } from '../../syntax/walk';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { frozenBody } from './frozen-weights';
import { isGradOff } from './grad-scopes';
import { textOf } from './modules';

export interface FrozenPrefix {
  /** The forward of the frozen network, or of the module that holds it. */
  readonly forward: Call;
  /** What freezes it. */
  readonly freeze: Node;
  /** Nothing in it changes between two passes: no dropout, no statistics of batches. */
  readonly settled: boolean;
  /** The loop is run for a network that trains as a whole as well. */
  readonly mayTrain?: boolean;
}

export function frozenPrefix(model: Model, loop: TrainingLoop): FrozenPrefix | undefined {
  const forwards = loop.forwards.filter(({ func }) => !LOSS.test(textOf(model, func)));
  return besideHead(model, forwards) ?? insideNetwork(model, forwards);
}

const LOSS = /loss|criter|^ce$|^mse$/i;

/** `with no_grad(): features = backbone(x)`, and `head(features)` behind it. */
function besideHead(model: Model, forwards: readonly Call[]): FrozenPrefix | undefined {
  const [first, second, ...others] = forwards;
  if (!first || !second || others.length > 0 || !isUnrecorded(model, first) || isGradOff(model, second))
    return undefined;
  const bound = statementOf(first);
  const target = bound?.kind === 'assign' ? bound.targets[0] : undefined;
  const isFed = target?.kind === 'name' && second.args.some(({ value }) => mentions(value, target.id));
  if (!bound || !isFed || textOf(model, first.func) === textOf(model, second.func)) return undefined;
  return { forward: first, freeze: bound, settled: isEvaluated(model, textOf(model, first.func)) };
}

/** In a block that surely switches gradients off: who calls it, and with what setting, does not matter. */
const isUnrecorded = (model: Model, node: Node): boolean =>
  [...ancestors(node)].some(
    (at) =>
      at.kind === 'with' &&
      at.items.some(({ context }) =>
        /\b(no_grad|inference_mode)\(\)|set_grad_enabled\(False\)/.test(textOf(model, context)),
      ),
  );

const mentions = (node: Node, name: string): boolean =>
  [...descend(node)].some((one) => one.kind === 'name' && one.id === name);

const isEvaluated = (model: Model, text: string): boolean =>
  model.program.calls('eval').some(({ func }) => func.kind === 'attribute' && textOf(model, func.value) === text);

/** One network, frozen but for its last layers; in a loop it is mostly in train mode. */
function insideNetwork(model: Model, forwards: readonly Call[]): FrozenPrefix | undefined {
  const [forward, ...others] = forwards;
  if (!forward || others.some(({ func }) => textOf(model, func) !== textOf(model, forward.func))) return undefined;
  const found = frozenBody(model, forward) ?? frozenOf(model, forward.func);
  return found && { forward, settled: false, ...found };
}

function frozenOf(model: Model, network: Expr): { readonly freeze: Node } | undefined {
  const [only, ...others] = model.origins(network);
  const freeze = only?.kind === 'instance' && others.length === 0 ? frozenPart(model, only.of) : undefined;
  return freeze && { freeze };
}

/** Where the constructor of a module freezes the first network that its forward runs on what it is given. */
export const frozenPart = perModelAnd((model: Model, definition: ClassDef): Node | undefined => {
  const methods = definition.body.filter((one): one is FunctionDef => one.kind === 'function');
  const [init, forward] = ['__init__', 'forward'].map((name) => methods.find((one) => one.name === name));
  const run = init && forward && firstRun(forward);
  if (!init || !run) return undefined;
  return isUnrecorded(model, run) ? statementOf(run) : freezeOf(model, init, run.func.attr);
});

/** `self.body(x)`, the first that runs on a parameter. */
function firstRun(forward: FunctionDef): OwnCall | undefined {
  const given = new Set(forward.params.slice(1).map(({ name }) => name));
  const runs = [...descend(forward)].filter(
    (node): node is OwnCall =>
      node.kind === 'call' &&
      node.func.kind === 'attribute' &&
      isSelf(node.func.value) &&
      node.args.some(({ value }) => value.kind === 'name' && given.has(value.id)),
  );
  return runs.sort((one, other) => one.start - other.start)[0];
}

type OwnCall = Call & { readonly func: Attribute };

/** `self.body.requires_grad_(False)`, or a loop over all of its weights; not under a condition. */
function freezeOf(model: Model, init: FunctionDef, attr: string): Node | undefined {
  const off = new RegExp(`^self\\.${attr}\\.requires_grad_\\(False\\)$`);
  const over = new RegExp(`^self\\.${attr}\\.parameters\\(\\)$`);
  return init.body.find((node) => {
    if (node.kind === 'exprstmt') return off.test(textOf(model, node));
    if (node.kind !== 'for' || !over.test(textOf(model, node.iter)) || node.body.length !== 1) return false;
    return /^\w+\.requires_grad(_\(False\)| = False)$/.test(textOf(model, node.body[0] as Node));
  });
}
