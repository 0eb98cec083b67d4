/** Finds loaders that are read from start to end for nothing but the number of their batches. */
import type { Call, Comprehension, Expr, For, Stmt } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel, readsWholeText } from '../per-model';
import { calleeName } from '../traverse';
import { datasetOf } from './dataset-facts';
import { loaders } from './find-loaders';
import { makersOf } from './makers';
import { importsModule } from '../../syntax/imported-modules';

export interface Drained {
  /** `count`: an expression that is worth the number. `tally`: a loop that adds one. `empty`: a loop that does nothing. */
  readonly form: 'count' | 'tally' | 'empty';
  readonly node: Call | For;
  readonly loader: Expr;
  /** The variable that a tally adds to. */
  readonly counter: Expr | null;
  /** Whether the loader can say its length: `no` for streams. */
  readonly sized: 'yes' | 'no' | 'unknown';
}

export const drainedLoaders = perModel(findDrained);

function findDrained(model: Model): readonly Drained[] {
  const counts = [
    ...model.program.calls('len').map((call) => [call, listed(model, call)] as const),
    ...model.program.calls('sum').map((call) => [call, summed(model, call)] as const),
  ];
  const found = counts.flatMap(([call, loader]) =>
    drained(model, { form: 'count', node: call, counter: null }, loader),
  );
  for (const loop of model.program.loops) if (loop.kind === 'for') found.push(...emptied(model, loop));
  return found.sort((a, b) => a.node.start - b.node.start);
}

function isBuiltin(model: Model, call: Call, name: string): boolean {
  return model.origins(call.func).some((origin) => origin.kind === 'external' && origin.name === `builtins.${name}`);
}

/** The loader in `len(list(loader))`, `len([*loader])`, `len([b for b in loader])`. */
function listed(model: Model, call: Call): Expr | undefined {
  const only = call.args.length === 1 && isBuiltin(model, call, 'len') ? call.args[0]?.value : undefined;
  if (only?.kind === 'call') {
    const copies = isBuiltin(model, only, 'list') || isBuiltin(model, only, 'tuple');
    return copies && only.args.length === 1 ? only.args[0]?.value : undefined;
  }
  if (only?.kind === 'comprehension') return only.of === 'list' ? everyItem(only) : undefined;
  const star = only?.kind === 'list' && only.items.length === 1 ? only.items[0] : undefined;
  return star?.kind === 'starred' ? star.parts[0] : undefined;
}

/** The loader in `sum(1 for _ in loader)`. */
function summed(model: Model, call: Call): Expr | undefined {
  const only = call.args.length === 1 && isBuiltin(model, call, 'sum') ? call.args[0]?.value : undefined;
  if (only?.kind !== 'comprehension' || only.of === 'dict') return undefined;
  return only.element.kind === 'constant' && only.element.value === 1 ? everyItem(only) : undefined;
}

function everyItem({ clauses }: Comprehension): Expr | undefined {
  const [clause] = clauses;
  return clauses.length === 1 && clause?.conditions.length === 0 ? clause.iter : undefined;
}

function emptied(model: Model, loop: For): readonly Drained[] {
  if (loop.orelse.length > 0 || loop.body.length !== 1) return [];
  const [only] = loop.body as readonly [Stmt];
  if (only.kind === 'pass') return dropped(model, loop, only);
  const counter = tallied(only);
  return counter ? drained(model, { form: 'tally', node: loop, counter }, loop.iter) : [];
}

/** A loop that does nothing, neither for its last batch nor as a place where code shall go. */
function dropped(model: Model, loop: For, pass: Stmt): readonly Drained[] {
  readsWholeText(model);
  if (model.program.comments.some(({ start }) => loop.start < start && start <= pass.end + 80)) return [];
  if (readLater(model, loop)) return [];
  return drained(model, { form: 'empty', node: loop, counter: null }, loop.iter);
}

function readLater(model: Model, loop: For): boolean {
  for (const node of descend(loop.target)) {
    if (node.kind !== 'name' || node.id === '_') continue;
    if (model.program.names(node.id).some((use) => use.start >= loop.end)) return true;
  }
  return false;
}

/** The counter of `n += 1`. */
function tallied(statement: Stmt): Expr | undefined {
  if (statement.kind !== 'augassign' || statement.op !== '+') return undefined;
  return statement.value.kind === 'constant' && statement.value.value === 1 ? statement.target : undefined;
}

function drained(
  model: Model,
  found: Omit<Drained, 'loader' | 'sized'>,
  iterable: Expr | undefined,
): readonly Drained[] {
  if (!iterable || model.isIgnored(found.node)) return [];
  const loader = unwrapped(iterable);
  const sized = lengthOf(model, loader);
  return sized ? [{ ...found, loader, sized }] : [];
}

function unwrapped(iterable: Expr): Expr {
  const first =
    iterable.kind === 'call' && /^(tqdm|enumerate|iter|track|trange)$/.test(calleeName(iterable))
      ? iterable.args[0]
      : undefined;
  return first && first.star === '' ? unwrapped(first.value) : iterable;
}

/** Whether the loader knows its length; undefined for what is no loader. */
function lengthOf(model: Model, expression: Expr): Drained['sized'] | undefined {
  const known = loaders(model);
  const makers = makersOf(model, expression, new Set(known.map(({ call }) => call)));
  const found = known.filter(({ call }) => makers.includes(call));
  if (found.length === 0) return isNamedLoader(model, expression) ? 'unknown' : undefined;
  if (expression.kind === 'call' && !makers.includes(expression)) return undefined;
  const streams = found.map(({ dataset }) => datasetOf(model, dataset).stream);
  if (streams.includes('yes')) return 'no';
  return streams.every((one) => one === 'no') ? 'yes' : 'unknown';
}

/** `valid_dl`, `self.train_loader`: handed in from outside a program that uses PyTorch. */
function isNamedLoader(model: Model, expression: Expr): boolean {
  const name = expression.kind === 'name' ? expression.id : expression.kind === 'attribute' ? expression.attr : '';
  if (!/(^|_)dl$|loader$/i.test(name) || !usesTorch(model)) return false;
  return model
    .origins(expression)
    .every((origin) => origin.kind === 'parameter' || origin.kind === 'item' || isForeign(origin));
}

/** What a function of another file of the project makes may be anything; what a library makes is no DataLoader. */
function isForeign(origin: { readonly kind: string; readonly of?: unknown }): boolean {
  return (
    origin.kind === 'result' &&
    !/^(builtins|keras|tensorflow|numpy|pandas|jinja2|yaml|importlib)\b/.test(String(origin.of))
  );
}

const usesTorch = perModel((model) =>
  importsModule(model.program, /^(torch|lightning|pytorch_lightning|torch_geometric|accelerate)(\.|$)/),
);
