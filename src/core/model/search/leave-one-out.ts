/** Cross-validations with a fold for every row: leave-one-out, leave-p-out, and as many folds as there are rows. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { reachingBindings } from '../lookup';
import { calleeName, methodCallsOn } from '../traverse';
import { asNumber } from '../values';
import { SEARCH_CLASSES, searchClass } from './classes';
import { type Estimator, estimatorsIn } from './estimators';
import { CROSS_VALIDATION_PARAMETERS, CROSS_VALIDATIONS } from './facts';

export interface LeaveOneOut {
  /** The splitter, or the number that is passed as `cv`. */
  readonly splitter: Expr;
  readonly kind: 'one' | 'several' | 'rows';
  /** What is given it as `cv`; null for a loop over `split`. */
  readonly given: { readonly call: Call; readonly cv: Expr } | null;
  /** The cross-validation, the search, or the loop that fits once a row. */
  readonly run: Node;
  /** All that the folds fit; empty when it cannot be told. */
  readonly estimators: readonly Estimator[];
  /** How many places use the splitter. */
  readonly uses: number;
}

const SELECTION = 'sklearn.model_selection.';
const BY_ROW = ['LeaveOneOut', 'LeavePOut', 'KFold', 'StratifiedKFold'].map((name) => SELECTION + name);

export function leaveOneOut(model: Model): readonly LeaveOneOut[] {
  const { splitters, numbers } = validations(model);
  const made = model.callsOf(...BY_ROW).flatMap(({ call, name, certainty, through }): LeaveOneOut[] => {
    const kind =
      certainty === 'is' && !through && !model.isIgnored(call) ? kindOf(model, call, lastPart(name)) : undefined;
    if (!kind) return [];
    const given = splitters.get(call) ?? [];
    const loops = loopsOver(model, call);
    const uses = given.length + loops.length;
    const [first] = given;
    if (first)
      return [
        { splitter: call, kind, given: first, run: runOf(model, first.call), estimators: first.estimators, uses },
      ];
    return loops[0] ? [{ splitter: call, kind, given: null, ...loops[0], uses }] : [];
  });
  const direct = numbers.map((one): LeaveOneOut => {
    return {
      splitter: one.cv,
      kind: 'rows',
      given: one,
      run: runOf(model, one.call),
      estimators: one.estimators,
      uses: 1,
    };
  });
  return [...made, ...direct].sort((a, b) => a.splitter.start - b.splitter.start);
}

function kindOf(model: Model, call: Call, name: string): LeaveOneOut['kind'] | undefined {
  if (name === 'LeaveOneOut') return 'one';
  const given = model.arguments(call, name === 'LeavePOut' ? ['p'] : ['n_splits']);
  if (name !== 'LeavePOut') {
    const splits = given.get('n_splits');
    return splits && countsRows(model, splits.value) ? 'rows' : undefined;
  }
  const left = given.get('p');
  const count = left && asNumber(model.value(left.value));
  if (count === undefined) return undefined;
  return count > 1 ? 'several' : 'one';
}

/** `len(X)`, `X.shape[0]`, also through a variable. */
function countsRows(model: Model, expression: Expr): boolean {
  if (asNumber(model.value(expression)) !== undefined) return false;
  const written = valueOf(model, expression);
  if (written.kind === 'call')
    return calleeName(written) === 'len' && written.args.length === 1 && isTable(written.args[0]?.value);
  if (written.kind !== 'subscript' || written.value.kind !== 'attribute' || written.value.attr !== 'shape')
    return false;
  const [index] = written.index;
  return index?.kind === 'constant' && index.value === 0;
}

/** `len(groups)` and `len(set(subjects))` count something else. */
function isTable(counted: Expr | undefined): boolean {
  return counted?.kind === 'name' && /^(X|y|x|data|df|features|labels|target|train)(_?\w*)$/.test(counted.id);
}

function valueOf(model: Model, expression: Expr): Expr {
  if (expression.kind !== 'name') return expression;
  const { source } = model.value(expression);
  if (source && (source.kind === 'call' || source.kind === 'subscript')) return source;
  const bindings = reachingBindings(expression);
  const [only] = bindings;
  return bindings.length === 1 && only?.value && only.path.length === 0 && only.kind === 'assign'
    ? only.value
    : expression;
}

/** A search runs where it is fitted. */
const runOf = (model: Model, call: Call): Call => methodCallsOn(model, call, 'fit')[0] ?? call;

interface Validation {
  readonly call: Call;
  readonly cv: Expr;
  readonly estimators: readonly Estimator[];
}

/** What is given a splitter, by the splitter; and what is given the number of rows. */
function validations(model: Model): { splitters: Map<Call, Validation[]>; numbers: readonly Validation[] } {
  const splitters = new Map<Call, Validation[]>();
  const numbers: Validation[] = [];
  for (const { call, name } of model.callsOf(...CROSS_VALIDATIONS, ...SEARCH_CLASSES)) {
    if (model.isIgnored(call)) continue;
    const given = model.arguments(call, searchClass(name)?.parameters ?? CROSS_VALIDATION_PARAMETERS);
    const cv = given.get('cv');
    if (!cv?.argument) continue;
    const one = { call, cv: cv.value, estimators: estimatorsIn(model, given.get('estimator')?.value) };
    if (countsRows(model, cv.value)) numbers.push(one);
    for (const origin of model.origins(cv.value)) {
      if (origin.kind === 'result') splitters.set(origin.call, [...(splitters.get(origin.call) ?? []), one]);
    }
  }
  return { splitters, numbers };
}

/** `for train, test in loo.split(X):` with a fit in its body. */
function loopsOver(model: Model, splitter: Call): readonly { run: Node; estimators: readonly Estimator[] }[] {
  return methodCallsOn(model, splitter, 'split').flatMap((split) => {
    const loop = enclosing(split, 'for');
    if (!loop || split.start < loop.iter.start || split.end > loop.iter.end) return [];
    const fits = model.program
      .callsIn(loop, 'fit')
      .filter(({ func }) => func.kind === 'attribute' && func.start > loop.iter.end);
    if (fits.length === 0) return [];
    const estimators = fits.flatMap(({ func }) => (func.kind === 'attribute' ? estimatorsIn(model, func.value) : []));
    return [{ run: loop, estimators }];
  });
}
