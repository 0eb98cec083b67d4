/** Signs in a body that gradients are wanted: backward, gradients of inputs, attribution, attacks. */
import type { Call, Node } from '../../syntax/ast';
import { descendRunning } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';

const TAKES_GRADIENT = new Set([
  'backward',
  'manual_backward',
  'retain_grad',
  'grad',
  'jacobian',
  'hessian',
  'enable_grad',
  'register_full_backward_hook',
  'register_backward_hook',
  'attribute',
  'vjp',
  'jvp',
  // Adversarial examples: advertorch, torchattacks, cleverhans.
  'perturb',
  'attack',
  'run_standard_evaluation',
]);

/** Functions out of sight that say by their names that they differentiate what they are given. */
const DIFFERENTIATES = /grad|attack|adversar|perturb|saliency|jacobian|hessian|penalty|fgsm|pgd/i;

export function wantsGradient(model: Model, node: Node): boolean {
  const running = [...descendRunning(node)];
  if (running.some((one) => takesGradient(one))) return true;
  const asked = running.filter(asksForGradient);
  return (
    asked.length > 0 &&
    running.some((one) => one.kind === 'call' && (differentiates(model, one) || isLossOf(one, asked)))
  );
}

/** `criterion(output, image)` after `image.requires_grad = True`: a loss that is given the input as well as what came of it. */
function isLossOf({ args }: Call, asked: readonly Node[]): boolean {
  const given = args.flatMap(({ value }) => (value.kind === 'name' ? [value.id] : []));
  return (
    given.length > 1 &&
    asked.some((one) => one.kind === 'assign' && one.targets.some((target) => isFlagOf(target, given)))
  );
}

const isFlagOf = (target: Node, names: readonly string[]): boolean =>
  target.kind === 'attribute' && target.value.kind === 'name' && names.includes(target.value.id);

function takesGradient(node: Node): boolean {
  if (node.kind !== 'attribute') return false;
  const isCalled = node.parent?.kind === 'call' && node.parent.func === node;
  // `image.grad` is read.
  return isCalled ? TAKES_GRADIENT.has(node.attr) : node.attr === 'grad';
}

/** `x.requires_grad_()`, `x.requires_grad = True`, `Variable(x, requires_grad=True)`: of use only where something differentiates. */
function asksForGradient(node: Node): boolean {
  const isTrue = (value: Node | null | undefined): boolean => !(value?.kind === 'constant' && value.value === false);
  if (node.kind === 'call') return calleeName(node) === 'requires_grad_' && isTrue(node.args[0]?.value);
  if (node.kind === 'argument') return node.name === 'requires_grad' && isTrue(node.value);
  if (node.kind !== 'assign' || !isTrue(node.value)) return false;
  return node.targets.some((target) => target.kind === 'attribute' && target.attr === 'requires_grad');
}

/** A helper of the program that takes a gradient, or one out of sight that may. */
function differentiates(model: Model, call: Call): boolean {
  const helper = model.calleeOf(call);
  if (helper) return helper.body.some((one) => [...descendRunning(one)].some(takesGradient));
  return (
    /^(?!(requires_grad_|zero_grad|no_grad|set_grad_enabled)$)/.test(calleeName(call)) &&
    DIFFERENTIATES.test(calleeName(call))
  );
}
