/** Layers that a class uses and nobody has written yet, as in the exercises of a course. */
import type { ClassDef, Expr } from '../../syntax/ast';
import { descend, isSelf } from '../../syntax/walk';
import { lineOf, memberIn } from './classes';
import type { Run } from './run';
import type { Class, Instance } from './things';

const FORWARDS = /^(forward|call|__call__|encode|decode|training_step)$/;

/** What the bases of modules bring along. */
const INHERITED =
  /^(parameters|named_\w+|modules|children|buffers|apply|to|cuda|cpu|train|eval|type|float|half|double|bfloat16|zero_grad|state_dict|load_state_dict|requires_grad_|register_\w+|add_\w+|get_\w+|set_\w+|log|log_\w+|print|optimizers|lr_schedulers|manual_backward|clip_gradients|toggle_optimizer|untoggle_optimizer|all_gather|freeze|unfreeze|to_\w+|save_hyperparameters|forward|super|build|__\w+|compute_\w+)$/;

/** `self.head(x)` of an attribute that no line of the class sets, or that all of them set to None. */
export function isUnwritten(run: Run, { of, exact, attrs }: Instance): boolean {
  if (!of || !exact) return false;
  const line = lineOf(run, of);
  const classes = line.filter((one): one is Class => one.is === 'class');
  const own = classes.map(({ definition }) => definition);
  if (classes.some(isBroken)) return true;
  return own
    .flatMap(calledOnSelf)
    .some(
      (name) =>
        (attrs.get(name) ?? null) === null &&
        !INHERITED.test(name) &&
        !isMember(line, name) &&
        own.flatMap((one) => setOnSelf(one, name)).every(isNone),
    );
}

/** Code that does not parse, or `self.head =` with nothing behind it, which takes the next line for its value. */
function isBroken({ definition, frame: { file } }: Class): boolean {
  return [...descend(definition)].some((node) => {
    if (node.kind === 'broken') return true;
    const [first, second] = node.kind === 'assign' ? node.targets : [];
    return first && second && /=\s*(#.*)?\n/.test(file.program.text.slice(first.end, second.start));
  });
}

function isMember(line: ReturnType<typeof lineOf>, name: string): boolean {
  const found = memberIn(line, name);
  return found !== undefined && !('is' in found);
}

function calledOnSelf(definition: ClassDef): readonly string[] {
  const forwards = definition.body.filter((one) => one.kind === 'function' && FORWARDS.test(one.name));
  return forwards.flatMap((method) =>
    [...descend(method)].flatMap((node) => (node.kind === 'call' && isOnSelf(node.func) ? [node.func.attr] : [])),
  );
}

function setOnSelf(definition: ClassDef, name: string): readonly (Expr | null)[] {
  return [...descend(definition)].flatMap((node) =>
    node.kind === 'assign' && node.targets.some((one) => isOnSelf(one) && one.attr === name) ? [node.value] : [],
  );
}

const isNone = (value: Expr | null): boolean => value?.kind === 'constant' && value.value === null;

const isOnSelf = (node: Expr): node is Extract<Expr, { kind: 'attribute' }> =>
  node.kind === 'attribute' && isSelf(node.value);
