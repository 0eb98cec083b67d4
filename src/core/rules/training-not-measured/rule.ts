/** Finds programs that train and measure nothing; off unless somebody asks, because that is most of them. */
import { wrapStatements } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import type { Model } from '../../model/model';
import type { Workload } from '../../model/workload';
import type { Module, Node, Stmt } from '../../syntax/ast';
import { ancestors, blocks, enclosingFunction } from '../../syntax/walk';
import { spanOf, type Span } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified('whole', 'measuring saves nothing by itself; it makes estimates of later runs better');

export const rule: Rule = {
  meta: {
    id: 'training-not-measured',
    summary: 'A program trains, and nothing measures the energy of it.',
    category: 'hygiene',
    severity: 'off',
    frameworks: ['torch', 'keras', 'huggingface', 'lightning', 'sklearn'],
    triggers: [
      'fit',
      'train',
      'step',
      'search',
      'optimize',
      'apply_gradients',
      'train_on_batch',
      'cross_val_score',
      'cv',
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest || isMeasured(model)) return;
    const [first, ...others] = model.workloads.flatMap((workload) => entryOf(model, workload) ?? []);
    if (first) yield findingOf(model, first, others);
  },
};

/** Libraries that measure, and what reports to one of them. */
const METERS =
  /codecarbon|EmissionsTracker|carbontracker|eco2ai|\bzeus\b|ZeusMonitor|pyJoules|pyRAPL|experiment_impact_tracker|energyusage|\bgreen_?algorithms/i;

const isMeasured = (model: Model): boolean => model.program.first(METERS) !== undefined;

interface Entry {
  readonly workload: Workload;
  /** What is put under the tracker: the training with the loops around it. */
  readonly statement: Stmt;
}

/** Training that runs when the program does; a function that nothing here calls belongs to a library. */
function entryOf(model: Model, workload: Workload): Entry | undefined {
  if (workload.kind !== 'train' && workload.kind !== 'search') return undefined;
  const statement = statementAt(model.program.module, workload.span);
  return statement && isRun(model, statement) ? { workload, statement: outermost(statement) } : undefined;
}

/** The innermost statement that holds a span. */
function statementAt(module: Module, span: Span): Stmt | undefined {
  let at: Node = module;
  for (;;) {
    const inner: Stmt | undefined = blocks(at)
      .flat()
      .find((one) => one.start <= span.start && span.end <= one.end);
    if (!inner) return at.kind === 'module' ? undefined : at;
    if (inner.start === span.start && inner.end === span.end) return inner;
    at = inner;
  }
}

/** The outermost loop around it in its function: one measurement, not one for each turn. */
function outermost(statement: Stmt): Stmt {
  let found = statement;
  for (const at of ancestors(statement)) {
    if (at.kind === 'function' || at.kind === 'class') break;
    if (at.kind === 'for' || at.kind === 'while') found = at;
  }
  return found;
}

const MAX_CALLS = 4;

function isRun(model: Model, node: Node, depth = 0): boolean {
  const owner = enclosingFunction(node);
  if (!owner) return true;
  return depth < MAX_CALLS && model.callersOf(owner).some((call) => isRun(model, call, depth + 1));
}

function findingOf(model: Model, { workload, statement }: Entry, others: readonly Entry[]): Finding {
  const fix = trackerFix(model, statement);
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: statement.kind === 'for' ? spanOf(statement.iter) : workload.span,
    message: 'Nothing measures the energy of this training',
    notes: [],
    related: others.slice(0, 5).map((one) => ({ span: one.workload.span, message: 'Nor of this one' })),
    facts: { trainings: others.length + 1 },
    saving: SAVING,
    workload: workload.id,
    fixes: fix ? [fix] : [],
  };
}

function trackerFix(model: Model, statement: Stmt): Fix | undefined {
  if (statement.kind === 'function' || statement.kind === 'class') return undefined;
  const { expression, imports } = reference(model.program, 'codecarbon.EmissionsTracker', statement);
  const edits = wrapStatements(model.program, [statement], `with ${expression}()`);
  return (
    edits && {
      title: 'Wrap the training in a CodeCarbon tracker',
      safety: 'review',
      reason:
        'CodeCarbon has to be installed, writes emissions.csv beside the program and asks a web service where the machine is; the training is the same.',
      edits,
      imports,
    }
  );
}
