/** Which training loops go through a progress bar, so that a bar in their cell is theirs. */
import type { Expr, Loop } from '../../syntax/ast';
import type { TrainingLoop } from '../loops';
import { reachingBindings } from '../lookup';
import { calleeName, callsIn } from '../traverse';

/** tqdm under the names it is imported as, and fastprogress, which prints alike. */
const BARS = /^(\w*tqdm\w*|\w*trange|progress_bar|master_bar)$/i;

export function drawsProgress({ step, epoch }: TrainingLoop): boolean {
  return [step, epoch].some((loop) => loop !== null && isDrawn(loop));
}

function isDrawn(loop: Loop): boolean {
  return loop.kind === 'for' && (holdsBar(loop.iter) || namesOf(loop.iter).some((value) => holdsBar(value)));
}

function holdsBar(expression: Expr): boolean {
  for (const call of callsIn(expression)) if (BARS.test(calleeName(call))) return true;
  return false;
}

/** What the name of the bar stands for: `bar = tqdm(loader)`, `with tqdm(loader) as bar`. */
function namesOf(expression: Expr): readonly Expr[] {
  const name = expression.kind === 'call' ? expression.args[0]?.value : expression;
  return name?.kind === 'name' ? reachingBindings(name).flatMap(({ value }) => value ?? []) : [];
}
