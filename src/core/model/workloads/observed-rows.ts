/** How many rows the value of a name has, where a cell shows it: `df.shape`, `df.info()`, `print(X.shape)`, `dataset`. */
import type { Binding, Call, Expr, Name, Stmt } from '../../syntax/ast';
import type { Span } from '../../text/span';
import type { CellOutputs } from '../../text/notebook/outputs';
import { asIs } from '../answers';
import { reachingBindings } from '../lookup';
import type { Model, StoredOutputs } from '../model';
import { placeOf } from '../outputs/cells';
import { linesOf, type Counted } from '../outputs/observation';
import { datasetRows, infoRows, labelledShape, printedShapes, shownRows } from '../outputs/tables';
import { perModel } from '../per-model';
import type { Fact } from '../workload';
import { observed } from './fact';

interface Shown {
  /** What gave the name its value. */
  readonly bindings: readonly Binding['node'][];
  readonly fact: Fact<number>;
}

/** By the name that is shown. */
const shownNames = perModel((model): ReadonlyMap<string, readonly Shown[]> => {
  const found = new Map<string, Shown[]>();
  const { outputs, cells } = model.document;
  if (!outputs || !cells || !outputs.some(mayShowRows)) return found;
  for (const [place, body] of statementsByCell(model, cells)) {
    const printed = outputs[place];
    if (!printed || printed.failed) continue;
    for (const { name, rows } of shownIn(body, printed)) {
      const one = { bindings: nodesOf(name), fact: observed(rows.value, printed.cell, rows.quote) };
      found.set(name.id, [...(found.get(name.id) ?? []), one]);
    }
  }
  return found;
}, asIs);

/** A shown name and one that is used have the same value when the same statements gave it to them. */
export function observedRows(model: Model, name: Name): Fact<number> {
  if (!model.document.outputs) return null;
  const shown = shownNames(model).get(name.id);
  if (!shown) return null;
  const nodes = nodesOf(name);
  return shown.find(({ bindings }) => isSameList(bindings, nodes))?.fact ?? null;
}

function nodesOf(name: Name): readonly Binding['node'][] {
  return reachingBindings(name).map(({ node }) => node);
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((item, at) => item === other[at]);
}

function mayShowRows(outputs: StoredOutputs | undefined): boolean {
  return (
    outputs !== undefined &&
    ([shownRows, infoRows, printedShapes, datasetRows].some((read) => read(outputs).length > 0) ||
      linesOf(outputs).some((line) => line.endsWith(')')))
  );
}

/** The top-level statements of each code cell. */
function statementsByCell(model: Model, cells: readonly Span[]): ReadonlyMap<number, readonly Stmt[]> {
  const found = new Map<number, Stmt[]>();
  for (const statement of model.program.module.body) {
    const place = placeOf(cells, statement.start);
    if (place !== undefined) found.set(place, [...(found.get(place) ?? []), statement]);
  }
  return found;
}

interface ShownName {
  readonly name: Name;
  readonly rows: Counted;
}

/** Each way of showing counts only where the cell shows one thing in this way. */
function shownIn(body: readonly Stmt[], outputs: CellOutputs): readonly ShownName[] {
  const expressions = body.flatMap((one) => (one.kind === 'exprstmt' ? [one.value] : []));
  const last = body.at(-1)?.kind === 'exprstmt' ? expressions.at(-1) : undefined;
  return [
    ...expressions.flatMap((one) => labelled(one, outputs)),
    ...paired(last ? [last].flatMap((one) => measured(one) ?? []) : [], shownRows(outputs)),
    ...paired(last?.kind === 'name' ? [last] : [], datasetRows(outputs)),
    ...paired(
      expressions.flatMap((one) => receiverOf(one, 'info') ?? []),
      infoRows(outputs),
    ),
    ...paired(
      expressions.flatMap((one) => printed(one) ?? []),
      printedShapes(outputs),
    ),
  ];
}

/** As many names as numbers, in the same order. */
function paired(names: readonly Name[], rows: readonly Counted[]): readonly ShownName[] {
  if (names.length !== rows.length) return [];
  return names.flatMap((name, at) => {
    const one = rows[at];
    return one ? [{ name, rows: one }] : [];
  });
}

/** `df` of `df` and of `df.shape`. */
function measured(expression: Expr): Name | undefined {
  if (expression.kind === 'name') return expression;
  if (expression.kind !== 'attribute' || expression.attr !== 'shape') return undefined;
  return expression.value.kind === 'name' ? expression.value : undefined;
}

function receiverOf(expression: Expr, method: string): Name | undefined {
  if (expression.kind !== 'call' || expression.func.kind !== 'attribute' || expression.func.attr !== method)
    return undefined;
  const { value } = expression.func;
  return value.kind === 'name' ? value : undefined;
}

/** `print("Rows and columns:", df.shape)`. */
function labelled(expression: Expr, outputs: CellOutputs): readonly ShownName[] {
  const [label, shape, ...others] = expression.kind === 'call' && isPrint(expression) ? expression.args : [];
  if (label?.value.kind !== 'constant' || typeof label.value.value !== 'string' || others.length > 0) return [];
  const name = shape?.value.kind === 'attribute' ? measured(shape.value) : undefined;
  const rows = name && labelledShape(outputs, label.value.value);
  return name && rows ? [{ name, rows }] : [];
}

const isPrint = ({ func }: Call): boolean => func.kind === 'name' && func.id === 'print';

/** `print(df.shape)`. */
function printed(expression: Expr): Name | undefined {
  if (expression.kind !== 'call' || !isPrint(expression)) return undefined;
  const only = expression.args.length === 1 ? expression.args[0]?.value : undefined;
  return only?.kind === 'attribute' ? measured(only) : undefined;
}
