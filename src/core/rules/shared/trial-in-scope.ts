/** The name under which code inside an objective can reach the trial. */
import type { Study } from '../../model/search/studies';
import type { Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';

/** Undefined where the trial is not handed to the function around `node`. */
export function trialNameAt(study: Study, node: Node): string | undefined {
  for (const at of ancestors(node)) {
    if (at.kind !== 'function' && at.kind !== 'lambda') continue;
    const [name] = study.reach.trials.get(at) ?? [];
    if (name !== undefined) return name;
  }
  return undefined;
}
