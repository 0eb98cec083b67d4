/** Which network a run trains where its forward pass is out of sight: the one whose parameters the optimizer has. */
import type { Call, Expr } from '../../syntax/ast';
import { givenBy } from '../call-runs';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { calleeName } from '../traverse';

const OPTIMIZER = /^(SGD|Adam\w*|RMSprop|Adagrad|NAdam|RAdam|LBFGS)$/;

/** `SGD(net.parameters())`: what the only optimizer trains. */
export const optimizedModules = perModel((model): readonly Expr[] => {
  const modules = model.program.calls('parameters').flatMap(({ func, parent }) => {
    const maker = parent?.kind === 'argument' ? parent.parent : null;
    const isOptimizer = maker?.kind === 'call' && OPTIMIZER.test(calleeName(maker));
    return isOptimizer && func.kind === 'attribute' ? [func.value] : [];
  });
  return modules.length === 1 ? modules : [];
});

/** What the optimizer trains that a call hands to the function of the loop; none where the loop has one of its own. */
export function updatedBy(model: Model, { update }: TrainingLoop, call: Call): readonly Expr[] {
  const optimizer = update.func.kind === 'attribute' ? update.func.value : undefined;
  const given = optimizer && givenBy(call, optimizer);
  if (!given || given === optimizer) return [];
  const made = model.origins(given).flatMap((one) => (one.kind === 'result' ? [one.call] : []));
  const [only, ...others] = made.filter((one) => OPTIMIZER.test(calleeName(one)));
  const parameters = only && others.length === 0 ? only.args[0]?.value : undefined;
  if (parameters?.kind !== 'call' || calleeName(parameters) !== 'parameters') return [];
  return parameters.func.kind === 'attribute' ? [parameters.func.value] : [];
}
