/** Learning rate schedules of PyTorch that are laid out over a whole run: stopping early would cut them off. */
import type { Call, For, Node } from '../../syntax/ast';
import { descendRunning } from '../../syntax/walk';
import { asIs } from '../../model/answers';
import type { Model } from '../../model/model';
import { perModel, perModelAnd } from '../../model/per-model';
import { asNumber } from '../../model/values';
import { calleeName } from '../../model/traverse';
import { textOf } from '../../model/torch/modules';

const SCHEDULES =
  /^(CosineAnnealingLR|OneCycleLR|PolynomialLR|PolyLR|CosineLRScheduler|\w*(Warm[Uu]p|Linear)\w*(LR|Schedule|Scheduler)|get_\w*schedule\w*|get_scheduler|create_scheduler\w*|make_lr_scheduler|build_(lr_)?scheduler|adjust_learning_rate_cosine|cosine_scheduler)$/;
/** Written out by hand, with the progress of the run in the formula. */
const LAMBDAS = /^(LambdaLR|adjust_learning_rate|adjust_lr|lr_func|cosine_lr)$/;
const LENGTH = /epoch|total|num_?steps|max_?(steps|iter)|len\(|T_max|training_steps/i;

const schedules = perModel((model) =>
  [...model.program.calledNames()]
    .filter((name) => SCHEDULES.test(name) || LAMBDAS.test(name))
    .flatMap((name) => model.program.calls(name))
    .filter((call) => !model.isIgnored(call)),
);

/** True when some schedule lasts as long as a run of so many epochs, as far as can be told. */
export const hasFixedSchedule = perModelAnd(
  (model: Model, epochs: number): boolean => schedules(model).some((call) => lastsTheRun(model, call, epochs)),
  asIs,
);

function lastsTheRun(model: Model, call: Call, epochs: number): boolean {
  const name = calleeName(call);
  if (LAMBDAS.test(name)) return mentionsLength(model, call);
  if (name !== 'CosineAnnealingLR') return true;
  const length = call.args.find((one) => one.name === 'T_max') ?? call.args[1];
  const count = length && asNumber(model.value(length.value));
  return count === undefined || count >= epochs;
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

/** `lr = base * (1 - epoch / epochs)` written out in the loop over epochs, or in what it hands to a function for it. */
export function isScheduledByHand(model: Model, epoch: For): boolean {
  for (const node of descendRunning(epoch)) {
    if (node.kind !== 'assign' || !node.value) continue;
    const named = node.targets.some((target) => SCHEDULED.test(textOf(model, target)));
    if (named && SHARE_OF_RUN.test(textOf(model, node.value))) return true;
  }
  return false;
}
