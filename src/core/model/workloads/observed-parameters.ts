/** The parameters of a model that a cell prints: `model.summary()`, the table of Lightning, adapters of PEFT. */
import type { Binding, Name } from '../../syntax/ast';
import type { Span } from '../../text/span';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { placeOf, printingCells, type ObservedCell } from '../outputs/cells';
import type { Counted } from '../outputs/observation';
import type { Fact, Workload } from '../workload';
import { observed } from './fact';

type Printing = ReadonlyMap<number, ObservedCell>;

export function observedParameters(
  model: Model,
  workload: Workload,
  cells: readonly Span[],
  printing: Printing,
): Fact<number> {
  switch (workload.framework) {
    case 'keras':
      return ofSummary(model, workload, cells, printing);
    case 'lightning': {
      const places = [...(printingCells(model, cells, workload.span)?.places ?? [])];
      return places.length === 1 ? onlyOne(printing.get(places[0] ?? -1), 'lightning') : null;
    }
    case 'huggingface':
      return ofAdapter(printing);
    default:
      return null;
  }
}

/** The cell that calls `summary` on the model that is fitted. */
function ofSummary(model: Model, workload: Workload, cells: readonly Span[], printing: Printing): Fact<number> {
  const fitted = fittedName(model, workload);
  const made = fitted && nodesOf(fitted);
  if (!made || made.length === 0) return null;
  for (const { func, start } of model.program.calls('summary')) {
    if (func.kind !== 'attribute' || func.value.kind !== 'name' || func.value.id !== fitted.id) continue;
    const nodes = nodesOf(func.value);
    const isSame = nodes.length === made.length && nodes.every((node, at) => node === made[at]);
    const found = isSame ? onlyOne(printing.get(placeOf(cells, start) ?? -1), 'keras') : null;
    if (found) return found;
  }
  return null;
}

function fittedName(model: Model, { span }: Workload): Name | undefined {
  const call = model.program.calls('fit').find((one) => one.start === span.start && one.end === span.end);
  const receiver = call?.func.kind === 'attribute' ? call.func.value : undefined;
  return receiver?.kind === 'name' ? receiver : undefined;
}

function nodesOf(name: Name): readonly Binding['node'][] {
  return reachingBindings(name).map(({ node }) => node);
}

/** Where all cells that print of adapters agree on the model. */
function ofAdapter(printing: Printing): Fact<number> {
  const found = [...printing.values()].flatMap((cell) => onlyOne(cell, 'peft') ?? []);
  const [first] = found;
  return first && found.every(({ value }) => value === first.value) ? first : null;
}

/** A cell that prints of several models says nothing of one. */
function onlyOne(cell: ObservedCell | undefined, by: 'keras' | 'lightning' | 'peft'): Fact<number> {
  const found = cell?.all.filter((one): one is Counted => one.kind === 'parameters' && one.by === by) ?? [];
  // Loggers print what they are given to several streams.
  const [only] = found;
  return cell && only && found.every(({ value }) => value === only.value)
    ? observed(only.value, cell.cell, only.quote)
    : null;
}
