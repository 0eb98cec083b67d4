/** How large the model is that a workload trains, from the code that builds it. */
import type { Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { networkOf } from '../networks/network';
import type { Fact, Workload } from '../workload';

export function modelSize(
  model: Model,
  expression: Expr | undefined,
): Pick<Workload, 'parameters' | 'leastParameters'> {
  const network = expression && networkOf(model, expression);
  if (!network) return {};
  const { least, most } = network.weights;
  const certainty = network.overridable ? 'default' : 'known';
  const fact = (value: number, note: string | null): Fact<number> => ({ value, certainty, span: null, note });
  return {
    parameters: most === Infinity || most === 0 ? null : fact(most, least < most ? 'at most' : null),
    leastParameters: least > 0 ? fact(least, least < most ? 'at least' : null) : null,
  };
}
