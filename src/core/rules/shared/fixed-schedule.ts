/** Learning rate schedules of PyTorch that are laid out over a whole run: stopping early would cut them off. */
import type { Call, Expr, For, If, Node, Param } from '../../syntax/ast';
import { descend, descendRunning, enclosingFunction } from '../../syntax/walk';
import { asIs } from '../../model/answers';
import { bindingIn } from '../../model/bind';
import { innermostLoop } from '../../model/epoch-loops';
import type { Model } from '../../model/model';
import { perModel, perModelAnd } from '../../model/per-model';
import { asNumber } from '../../model/values';
import { calleeName } from '../../model/traverse';
import { textOf } from '../../model/torch/modules';
import { belongsToModule, schedulesElsewhere, schedulesOfLoop } from './schedule-owner';

const SCHEDULES =
  /^(CosineAnnealingLR|OneCycleLR|PolynomialLR|PolyLR|CosineLRScheduler|\w*(Warm[Uu]p|Linear)\w*(LR|Schedule|Scheduler)|get_\w*schedule\w*|get_scheduler|create_scheduler\w*|make_lr_scheduler|build_(lr_)?scheduler|adjust_learning_rate_cosine|cosine_scheduler)$/;
/** Written out by hand, with the progress of the run in the formula. */
const LAMBDAS = /^(LambdaLR|adjust_learning_rate|adjust_lr|lr_func|cosine_lr)$/;
/** Falls of the learning rate at given epochs: a score that stands still before the last of them may move after it. */
const STEPS = /^(StepLR|MultiStepLR)$/;
const LENGTH = /epoch|total|num_?steps|max_?(steps|iter)|len\(|T_max|training_steps/i;

const schedules = perModel((model) =>
  [...model.program.calledNames()]
    .filter((name) => SCHEDULES.test(name) || LAMBDAS.test(name) || STEPS.test(name))
    .flatMap((name) => model.program.calls(name))
    .filter((call) => !model.isIgnored(call)),
);

/** The numbers of epochs of a run that a schedule is laid out for. */
interface Lengths {
  readonly above: number;
  readonly most: number;
}

const ANY: Lengths = { above: 0, most: Infinity };
/** A step that is taken more often than so is a gradual decay. */
const MOST_FALLS = 4;
/** Falls every so many epochs, and one fall at an epoch of the second half. */
const fallsEvery = (size: number): Lengths => ({ above: size, most: MOST_FALLS * size });
const fallAt = (turn: number): Lengths => ({ above: turn, most: 2 * turn });

const isFor = (epochs: number, lengths: readonly Lengths[]): boolean =>
  lengths.some(({ above, most }) => above < epochs && epochs <= most);

/** True when a schedule of the loop lasts as long as so many epochs, as far as can be told. */
export function hasFixedSchedule(model: Model, epoch: For, epochs: number): boolean {
  return isFor(epochs, lengthsAround(model, epoch));
}

/** The same for a loop of another file, which any schedule of this one may be handed to. */
export function hasFixedScheduleFor(model: Model, epochs: number): boolean {
  return isFor(epochs, handedOn(model));
}

const handedOn = perModel((model): readonly Lengths[] => schedules(model).flatMap((call) => lengthsOf(model, call)));

/** The same for what the modules of some fits of Lightning configure. */
export function configuresFixedSchedule(model: Model, fits: readonly Call[], epochs: number): boolean {
  const own = schedules(model).filter((call) => belongsToModule(model, call, fits));
  return (
    isFor(
      epochs,
      own.flatMap((call) => lengthsOf(model, call)),
    ) || schedulesElsewhere(model, fits, SCHEDULES)
  );
}

/** An answer of its own, so that a schedule of another loop does not count. */
const schedulesAround = perModelAnd(
  (model: Model, epoch: For): readonly Call[] => schedulesOfLoop(model, schedules(model), epoch),
  asIs,
);

const lengthsAround = perModelAnd(
  (model: Model, epoch: For): readonly Lengths[] =>
    schedulesAround(model, epoch).flatMap((call) =>
      STEPS.test(calleeName(call)) && isSteppedByBatch(model, call, epoch) ? [] : lengthsOf(model, call),
    ),
  asIs,
);

function lengthsOf(model: Model, call: Call): readonly Lengths[] {
  const name = calleeName(call);
  if (STEPS.test(name)) return fallsOf(model, call, name);
  if (LAMBDAS.test(name)) return mentionsLength(model, call) ? [ANY] : [];
  if (name !== 'CosineAnnealingLR') return [ANY];
  const length = call.args.find((one) => one.name === 'T_max') ?? call.args[1];
  const count = length && asNumber(model.value(length.value));
  return [{ above: 0, most: count ?? Infinity }];
}

/** Falls in the second half of a run; `step_size=30` of 90 epochs, `[60, 80]` of 100, `[int(0.8 * epochs)]`. */
function fallsOf(model: Model, call: Call, name: string): readonly Lengths[] {
  if (enclosingFunction(call)?.name === 'configure_optimizers' && isSteppedByInterval(model, call)) return [];
  const given = call.args.find((one) => one.name === (name === 'StepLR' ? 'step_size' : 'milestones')) ?? call.args[1];
  if (!given) return [];
  const text = textOf(model, given.value);
  if (name === 'StepLR') {
    const size = asNumber(model.value(given.value));
    if (size !== undefined) return [fallsEvery(size)];
    return LENGTH.test(text) && /\//.test(text) ? [ANY] : [];
  }
  const known = numbersIn(model, given.value);
  if (known.length > 0) return known.map(fallAt);
  return LENGTH.test(text) && /[-/*]/.test(text) ? [ANY] : [];
}

/** `scheduler.step()` in the loop over batches: its numbers count batches. */
function isSteppedByBatch(model: Model, call: Call, epoch: For): boolean {
  const steps = model.usesOf(call).filter(({ parent }) => parent?.kind === 'attribute' && parent.attr === 'step');
  const inside = steps.filter(({ start }) => epoch.start <= start && start < epoch.end);
  return inside.length > 0 && inside.every((use) => innermostLoop(use) !== epoch);
}

/** `"interval": "step"` beside the scheduler. */
function isSteppedByInterval(model: Model, call: Call): boolean {
  const owner = enclosingFunction(call);
  return owner !== undefined && /["']?interval["']?\s*[:=]\s*["']step["']/.test(textOf(model, owner));
}

/** The cosine of `adjust_learning_rate(optimizer, epoch, args)` is in its body. */
function mentionsLength(model: Model, call: Call): boolean {
  const scopes: Node[] = [...call.args];
  for (const argument of call.args) {
    for (const origin of model.origins(argument.value)) if (origin.kind === 'function') scopes.push(origin.definition);
  }
  const callee = model.calleeOf(call);
  if (callee) return /cos\(|\*\*|pow\(/.test(textOf(model, callee));
  return scopes.some((scope) => LENGTH.test(textOf(model, scope)) && /[-/*]/.test(textOf(model, scope)));
}

const SCHEDULED = /lr|rate|lambd|alpha|beta|decay|weight/i;
const SHARE_OF_RUN = /\/\s*\(?\s*(?:float\()?[\w.]*(?:epochs?|n_?epochs?)\b(?!\s*[:}])/i;

/**
 * `lr = base * (1 - epoch / epochs)` written out in the loop over epochs, or in what it hands to a function for it; a rate
 * that is set anew at epochs of the second half.
 */
export function isScheduledByHand(model: Model, epoch: For, epochs: number): boolean {
  const turns = (node: Node, counter: Expr | Param): boolean =>
    node.kind === 'if' && isFor(epochs, turnsOf(model, node.test, counter)) && setsRate(model, node);
  for (const node of descendRunning(epoch)) {
    if (turns(node, epoch.target)) return true;
    if (node.kind === 'call' && countersOf(model, node, epoch).some((one) => bodyOf(one).some((at) => turns(at, one))))
      return true;
    if (node.kind !== 'assign' || !node.value) continue;
    const named = node.targets.some((target) => SCHEDULED.test(textOf(model, target)));
    if (named && SHARE_OF_RUN.test(textOf(model, node.value))) return true;
  }
  return false;
}

/** What a function of the program calls the epoch that it is given. */
function countersOf(model: Model, call: Call, { target }: For): readonly Param[] {
  const callee = target.kind === 'name' && call.args.length > 0 ? model.calleeOf(call) : undefined;
  if (!callee || target.kind !== 'name') return [];
  return callee.params.filter((one) => {
    const given = bindingIn(call, callee, one);
    return given?.kind === 'name' && given.id === target.id;
  });
}

const bodyOf = ({ parent }: Param): readonly Node[] =>
  parent?.kind === 'function' ? parent.body.flatMap((one) => [...descendRunning(one)]) : [];

/** When `epoch == 20`, `epoch > 20`, `epoch in [30, 60]` or `epoch % 50 == 0` comes true. */
function turnsOf(model: Model, test: Expr, counter: Expr | Param): readonly Lengths[] {
  const name = counter.kind === 'name' ? counter.id : counter.kind === 'param' ? counter.name : undefined;
  if (name === undefined) return [];
  const isCounter = (side: Expr): boolean => side.kind === 'name' && side.id === name;
  const at = (side: Expr | undefined): number | undefined => side && asNumber(model.value(side));
  return [...descend(test)].flatMap((node): readonly Lengths[] => {
    if (node.kind === 'binary' && node.op === '%' && isCounter(node.left)) {
      const size = at(node.right);
      return size === undefined ? [] : [fallsEvery(size)];
    }
    if (node.kind !== 'compare' || node.operands.length !== 2 || !node.operands.some(isCounter)) return [];
    const other = node.operands.find((side) => !isCounter(side));
    if (other && node.ops[0] === 'in') return numbersIn(model, other).map(fallAt);
    const turn = at(other);
    return turn === undefined ? [] : [fallAt(turn)];
  });
}

function numbersIn(model: Model, list: Expr): readonly number[] {
  const [listed] = model.value(list).alternatives;
  const items = listed?.type === 'sequence' ? (listed.items ?? []) : [];
  return items.flatMap((item) => asNumber(model.value(item)) ?? []);
}

const SETS_RATE = /^(set|adjust|change|update|decay|reduce)_?(learning_?rate|lr)$/i;
const RATE = /\b(lr|learning_rate)\b/;

/** `set_learning_rate(optimizer, 0.01)`, `group["lr"] *= 0.1`. */
function setsRate(model: Model, branch: If): boolean {
  for (const node of branch.body.flatMap((one) => [...descendRunning(one)])) {
    if (node.kind === 'call' && SETS_RATE.test(calleeName(node))) return true;
    if (node.kind === 'assign' && node.targets.some((target) => RATE.test(textOf(model, target)))) return true;
    if (node.kind === 'augassign' && RATE.test(textOf(model, node.target))) return true;
  }
  return false;
}
