/** Makes a hand-written epoch loop report its score to the trial and end where the pruner says so. */
import { insertAfter } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import type { Model } from '../../model/model';
import { isReached } from '../../model/search/reach';
import type { Study } from '../../model/search/studies';
import { isRepeated, type TrialLoop } from '../../model/search/trial-loops';
import { isWithin } from '../../model/torch/events';
import { calleeName } from '../../model/traverse';
import type { Binding, Expr, For, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend, descendRunning, enclosingFunction, statementOf } from '../../syntax/walk';
import type { Fix } from '../rule';
import { trialNameAt } from './trial-in-scope';

export const PRUNING_REASON =
  'A trial that is worse than the median of the others at the same step is ended; one that starts slowly may be lost.';

/** Where the score and the loop are certain: one value is returned, and every epoch gives it anew. */
export function pruningLoopFix(model: Model, study: Study, { loop }: TrialLoop): Fix | undefined {
  const trial = trialNameAt(study, loop);
  const owner = enclosingFunction(loop);
  if (trial === undefined || !owner || loop.target.kind !== 'name') return undefined;
  if (isRepeated(loop) || catchesEverything(study) || rebinds(owner, loop, loop.target.id)) return undefined;
  const score = isScoreOfTrial(model, study, owner) ? scoreAfter(owner, loop) : undefined;
  const last = loop.body.at(-1);
  if (!score || !last || ['break', 'continue', 'return', 'raise'].includes(last.kind)) return undefined;
  const text = model.program.text.slice(score.start, score.end);
  if (text.includes('\n') || text.includes('#')) return undefined;
  const pruned = prunes(model, trial, loop);
  const code = `${trial}.report(${text}, ${loop.target.id})\n${pruned.code}`;
  const edits = insertAfter(model.program, last, code);
  if (!edits) return undefined;
  return {
    title: 'Add trial.report and trial.should_prune',
    safety: 'review',
    reason: PRUNING_REASON,
    edits,
    imports: pruned.imports,
  };
}

/** The trial reports already: only the question whether to go on is missing. */
export function pruneAfterReportFix(model: Model, study: Study): Fix | undefined {
  const report = reportCalls(model, study)[0];
  const statement = report && statementOf(report);
  const trial = report && trialNameAt(study, report);
  if (!report || trial === undefined || statement?.kind !== 'exprstmt' || statement.value !== report) return undefined;
  if (catchesEverything(study)) return undefined;
  const { code, imports } = prunes(model, trial, report);
  const edits = insertAfter(model.program, statement, code);
  if (!edits) return undefined;
  return {
    title: 'Add trial.should_prune after each report',
    safety: 'review',
    reason: PRUNING_REASON,
    edits,
    imports,
  };
}

/** `trial.report(...)` in the code of the trial. */
export function reportCalls(model: Model, study: Study): readonly Extract<Expr, { kind: 'call' }>[] {
  return model.program.calls('report').filter((call) => {
    if (call.func.kind !== 'attribute' || call.func.value.kind !== 'name' || !isReached(study.reach, call))
      return false;
    return call.func.value.id === trialNameAt(study, call);
  });
}

function prunes(model: Model, trial: string, at: Node): { code: string; imports: Fix['imports'] } {
  const { expression, imports } = reference(model.program, 'optuna.TrialPruned', at);
  return { code: `if ${trial}.should_prune():\n    raise ${expression}()`, imports };
}

/** A handler for every exception would swallow the one that ends the trial. */
function catchesEverything(study: Study): boolean {
  return study.reach.code.some((code) =>
    [...descend(code)].some((node) => node.kind === 'try' && node.handlers.some((one) => isBroad(one.type))),
  );
}

function isBroad(type: Expr | null): boolean {
  if (!type) return true;
  const types = type.kind === 'tuple' ? type.items : [type];
  return types.some((one) => one.kind === 'name' && /^(Exception|BaseException)$/.test(one.id));
}

/** The function is the objective, or the objective returns just what the function does. */
function isScoreOfTrial(model: Model, study: Study, owner: FunctionDef): boolean {
  const { node } = study.objective;
  if (node === owner) return true;
  const calls = model.callersOf(owner).filter((call) => isWithin(call, node));
  return calls.length === 1 && (calls[0]?.parent?.kind === 'return' || calls[0]?.parent === node);
}

/** The returned expression, when it is the only one and every epoch gives its names new values. */
function scoreAfter(owner: FunctionDef, loop: For): Expr | undefined {
  const returns = owner.body.flatMap((one) => [...descendRunning(one)]).filter((node) => node.kind === 'return');
  const [only] = returns;
  const value = returns.length === 1 && only?.parent === owner && only.start > loop.end ? only.value : undefined;
  if (!value) return undefined;
  const names = namesOf(value);
  if (!names || names.length === 0) return undefined;
  const kinds = names.map((name) => freshness(owner.scope.bindings(name), owner, loop));
  return kinds.every((kind) => kind !== undefined) && kinds.includes('fresh') ? value : undefined;
}

/** The variables of a plain score: a name, `float(x)`, `x.item()`, `1 - x`; undefined for anything else. */
function namesOf(score: Expr): readonly string[] | undefined {
  switch (score.kind) {
    case 'name':
      return [score.id];
    case 'constant':
      return [];
    case 'unary':
      return namesOf(score.operand);
    case 'binary': {
      const [left, right] = [namesOf(score.left), namesOf(score.right)];
      return left && right && [...left, ...right];
    }
    case 'call': {
      if (score.func.kind === 'attribute' && score.func.attr === 'item' && score.args.length === 0)
        return namesOf(score.func.value);
      const [only, ...rest] = score.args;
      return /^(float|round|abs)$/.test(calleeName(score)) && only && rest.length === 0
        ? namesOf(only.value)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** `fresh`: every epoch binds it; `kept`: it holds a value from before the loop; undefined: not known at the end of an epoch. */
function freshness(bindings: readonly Binding[], owner: FunctionDef, loop: For): 'fresh' | 'kept' | undefined {
  if (bindings.some(({ node }) => node.start > loop.end)) return undefined;
  const inside = bindings.filter(({ node }) => loop.start < node.start && node.end <= loop.end);
  const before = bindings.some(({ node }) => node.end <= loop.start && isPlain(node, owner));
  if (inside.some(({ node, kind }) => kind === 'assign' && isPlain(node, loop))) return 'fresh';
  if (!before) return undefined;
  return inside.length > 0 ? 'fresh' : 'kept';
}

/** True when the binding runs whenever the body of `holder` does: only `with` blocks lie between. */
function isPlain(node: Node, holder: Node): boolean {
  for (const at of ancestors(node)) {
    if (at === holder) return true;
    if (at.kind !== 'with') return false;
  }
  return false;
}

function rebinds(owner: FunctionDef, loop: For, name: string): boolean {
  return owner.scope.bindings(name).some(({ node }) => node !== loop && isWithinBody(node, loop));
}

const isWithinBody = (node: Node, loop: For): boolean => loop.body.some((one) => isWithin(node, one));
