/** What is done with one row of a table: arithmetic that whole columns know as well, or something that only rows have. */
import type { Call, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';

/** Arithmetic, a comparison, or what `.str` and `.dt` do, which columns have as well; an array for each row they have not. */
export function computes(model: Model, body: readonly Node[]): boolean {
  const nodes = body.flatMap((node) => [...descend(node)]);
  const makes = nodes.some((node) => node.kind === 'call' && MAKES.test(calleeName(node)) && isOfNumpy(model, node));
  return !makes && nodes.some((node) => COMPUTES.has(node.kind) || isOfColumn(node));
}

const COMPUTES: ReadonlySet<Node['kind']> = new Set(['binary', 'compare', 'conditional']);

/** `len(row.text)`, `row["date"].weekday()`. */
function isOfColumn(node: Node): boolean {
  if (node.kind !== 'call') return false;
  const given = node.func.kind === 'attribute' ? node.func.value : node.args[0]?.value;
  const isField = given?.kind === 'attribute' || (given?.kind === 'subscript' && given.index[0]?.kind === 'constant');
  return isField && (node.func.kind === 'name' ? node.func.id === 'len' : OF_COLUMN.test(calleeName(node)));
}

const OF_COLUMN =
  /^(lower|upper|title|strip|lstrip|rstrip|split|replace|startswith|endswith|weekday|isoweekday|strftime|date)$/;

const MAKES = /^(arange|linspace|zeros|ones|full|append|concatenate|repeat|tile|array|hstack|vstack|stack)$/;
const isOfNumpy = (model: Model, call: Call): boolean => isNamed(model, call, /^numpy\./);
const isNamed = (model: Model, { func }: Call, name: RegExp): boolean =>
  model.origins(func).some((one) => one.kind === 'external' && name.test(one.name));

/** `pd.Series(row["a"].split())` takes longer than the row that it is made of. */
export function makesSeries(model: Model, body: readonly Node[]): boolean {
  const nodes = body.flatMap((node) => [...descend(node)]);
  return nodes.some((node) => node.kind === 'call' && isNamed(model, node, /^pandas\.(Series|DataFrame)$/));
}
