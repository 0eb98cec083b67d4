/** Makes workload facts out of values, and workloads out of the facts that are known. */
import type { Expr, Node } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { BoundArgument } from '../arguments';
import type { Model } from '../model';
import { passesAt } from '../passes';
import type { Count } from '../search/count';
import { withCertainty } from '../value-algebra';
import { asNumber, asString, type Value } from '../values';
import type { Fact, Workload } from '../workload';
import { plainValue, takenBindings } from './taken';

export function known<T>(value: T, node: Node | null = null): Fact<T> {
  return { value, certainty: 'known', span: node ? spanOf(node) : null, note: null };
}

/** A default of the framework that the code does not mention. */
export function assumed<T>(value: T, note: string): Fact<T> {
  return { value, certainty: 'default', span: null, note };
}

/** What the stored output of a cell says; the source does not. `cell` is its index in the notebook; people count from 1. */
export function observed<T>(value: T, cell: number, quote: string): Fact<T> {
  return { value, certainty: 'observed', span: null, note: `stored output of cell ${cell + 1}: ${quote}` };
}

export function numberFact(value: Value): Fact<number> {
  const number = asNumber(value);
  if (number === undefined || value.certainty === 'unknown') return null;
  return {
    value: number,
    certainty: value.certainty,
    span: value.source ? spanOf(value.source) : null,
    note: value.via,
  };
}

export function numberOf(model: Model, expression: Expr | undefined): Fact<number> {
  return expression ? numberFact(valueByDefault(model, expression)) : null;
}

/** The value of a name that conditions choose, where options and constants decide them. */
function valueByDefault(model: Model, expression: Expr): Value {
  const value = model.value(expression);
  if (expression.kind !== 'name' || value.alternatives.length === 1) return value;
  const [only, ...others] = takenBindings(model, expression);
  const chosen = only && others.length === 0 ? plainValue(only) : undefined;
  return chosen ? withCertainty(valueByDefault(model, chosen), 'default', 'a condition') : value;
}

/** The number of an argument; null when it is set on some paths only. */
export function argumentNumber(model: Model, argument: BoundArgument | undefined): Fact<number> {
  return argument?.certainty === 'set' ? numberOf(model, argument.value) : null;
}

export function stringOf(model: Model, expression: Expr | undefined): Fact<string> {
  const value = expression ? valueByDefault(model, expression) : undefined;
  const text = value && asString(value);
  if (!value || text === undefined || value.certainty === 'unknown') return null;
  return { value: text, certainty: value.certainty, span: expression ? spanOf(expression) : null, note: value.via };
}

export function countFact(count: Count | null): Fact<number> {
  return count ? { value: count.value, certainty: count.certainty, span: null, note: count.via } : null;
}

type Repeats = Required<Pick<Workload, 'fits' | 'leastFits'>>;

/** How often a training is repeated: null where it runs once, open where a loop around it cannot be counted. */
export function repeatsOf(model: Model, node: Node): Repeats {
  const { count, least } = passesAt(model, node);
  if (!count) return { fits: null, leastFits: countFact(least) };
  return { fits: count.value === 1 ? null : countFact(count), leastFits: null };
}

type Known = Partial<Omit<Workload, 'id' | 'kind' | 'span' | 'framework' | 'device'>>;

/** A workload of which everything that is not given is unknown. */
export function workload(
  model: Model,
  node: Node,
  kind: Workload['kind'],
  framework: Workload['framework'],
  facts: Known,
): Workload {
  return {
    id: node.start,
    kind,
    span: spanOf(node),
    framework,
    device: model.device.kind,
    model: null,
    dataset: null,
    samples: null,
    features: null,
    epochs: null,
    maxSteps: null,
    batchSize: null,
    accumulation: null,
    imageSize: null,
    sequenceLength: null,
    candidates: null,
    folds: null,
    fits: null,
    refits: null,
    precision: null,
    devices: null,
    stopsEarly: false,
    ...(kind === 'train' && repeatsOf(model, node)),
    ...facts,
  };
}
