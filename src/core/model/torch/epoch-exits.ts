/** Ways out of a loop over epochs before its last one. */
import type { For, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descendRunning, isInHandler } from '../../syntax/walk';
import { innermostLoop } from '../epoch-loops';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { calleeName } from '../traverse';
import { textOf } from './modules';

const STOP_WORDS =
  /early_?stop|earlystop|patience|stopper|(no|not|without|since|last)_?(improv|better|progress)|(improv|better|best)\w*_(count|since|wait)|should_?stop|stop_?training|is_stop|need_stop|stop_flag|\bif\s+(not\s+)?[\w.]*stop\b|should_prune|\b(tune|session|train|trial)\.report\b/i;
/** Guards that have nothing to do with the quality of the model. */
const GUARDS =
  /nan|isfinite|isinf|dry_?run|debug|smoke|sanity|fast_dev|profil|overfit_one|max_steps|max_iter|total_steps|global_step|num_steps|time/i;

/** True when something in the loop may end it for another reason than its count. */
export function mayEndEarly(model: Model, epoch: For): boolean {
  if (callsStopping(model)) return true;
  if (STOP_WORDS.test(codeOf(model, epoch))) return true;
  const nodes = [...descendRunning(epoch)];
  if (nodes.some((node) => leaves(epoch, node) && !isGuard(model, epoch, node))) return true;
  return calledFunctions(model, nodes).some((one) => STOP_WORDS.test(codeOf(model, one)));
}

const callsStopping = perModel((model): boolean =>
  [...model.program.calledNames()].some((name) => /early_?stop/i.test(name)),
);

function calledFunctions(model: Model, nodes: readonly Node[]): readonly FunctionDef[] {
  return nodes.flatMap((node) => {
    const callee = node.kind === 'call' ? model.calleeOf(node) : undefined;
    return callee ? [callee] : [];
  });
}

const EXITS = /^(exit|_exit|quit)$/;

/** `break` out of this very loop, `return`, and a call that ends the program. */
function leaves(epoch: For, node: Node): boolean {
  if (node.kind === 'return') return true;
  if (node.kind === 'break') return innermostLoop(node) === epoch;
  return node.kind === 'call' && EXITS.test(calleeName(node));
}

/** Left when the loss is not a number, in a dry run, after Ctrl-C, or by the count itself. */
function isGuard(model: Model, epoch: For, node: Node): boolean {
  if (isInHandler(node, epoch)) return true;
  const tests: string[] = [];
  for (const at of ancestors(node)) {
    if (at === epoch) break;
    if (at.kind === 'if') tests.push(textOf(model, at.test));
  }
  if (tests.length === 0) return false;
  return tests.some((test) => GUARDS.test(test) || onlyCounts(epoch, test));
}

/** `epoch == 5`, `epoch + 1 >= args.max_epochs`; `epoch - best_epoch >= 3` asks how long ago the best one was. */
function onlyCounts({ target }: For, test: string): boolean {
  if (target.kind !== 'name' || /best|since|improv/i.test(test)) return false;
  const names: readonly string[] = test.match(/[A-Za-z_][\w.]*/g) ?? [];
  return (
    names.includes(target.id) && names.every((name) => name === target.id || /epoch|args|opt|cfg|config/i.test(name))
  );
}

/** The text of a node without comments. */
function codeOf(model: Model, node: Node): string {
  let text = textOf(model, node);
  for (const comment of model.program.commentsIn(node)) {
    const [from, to] = [comment.start - node.start, comment.end - node.start];
    text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  }
  return text;
}
