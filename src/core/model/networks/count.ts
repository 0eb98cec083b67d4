/** Counts the weights and layers of a module that was built. */
import { descend } from '../../syntax/walk';
import { plus, times } from './amounts';
import { lineOf } from './classes';
import type { Run } from './run';
import { isUnwritten } from './unwritten';
import { asKind, exactly, type Amount, type Instance, type List, type Parameter, type Thing } from './things';

export interface Counted {
  /** All weights; `most` is infinite where something is not known. */
  readonly weights: Amount;
  /** Those in tables of vectors, which are looked up and not multiplied. */
  readonly tables: Amount;
  readonly layers: readonly string[];
  /** Layers are left to write, as in an exercise. */
  readonly unwritten: boolean;
}

interface Totals {
  weights: Amount;
  tables: Amount;
  readonly layers: string[];
  unwritten: boolean;
  /** Weights and modules that are used twice count once. */
  readonly seen: Set<Thing>;
}

const ANY: Amount = { least: 0, most: Infinity };

export function countModule(run: Run, module: Instance): Counted {
  const totals: Totals = { weights: exactly(0), tables: exactly(0), layers: [], unwritten: false, seen: new Set() };
  visit(run, module, totals);
  const { weights, tables, layers, unwritten } = totals;
  return { weights, tables, layers, unwritten };
}

function visit(run: Run, module: Instance, totals: Totals): void {
  if (totals.seen.has(module)) return;
  totals.seen.add(module);
  const unwritten = isUnwritten(run, module);
  totals.unwritten ||= unwritten;
  if (!module.exact || unwritten) totals.weights = plus(totals.weights, ANY);
  if (module.library !== null && (module.attrs.size > 0 || !module.exact || isLayer(module.library)))
    totals.layers.push(module.library);
  for (const [name, thing] of module.attrs) {
    const parameter = asKind(thing, 'parameter');
    if (parameter) add(parameter, totals);
    const inner = asKind(thing, 'instance');
    if (inner && isModule(inner)) visit(run, inner, totals);
    if (asKind(thing, 'unknown') && isUsedAsModule(run, module, name)) totals.weights = plus(totals.weights, ANY);
    const list = asKind(thing, 'list');
    if (list && module.library?.startsWith('keras.')) visitList(run, list, totals);
  }
}

/** Keras keeps track of the layers in lists. */
function visitList(run: Run, { items, exact }: List, totals: Totals): void {
  if (!exact && items.some((one) => asKind(one, 'instance'))) totals.weights = plus(totals.weights, ANY);
  for (const item of items) {
    const inner = asKind(item, 'instance');
    if (inner && isModule(inner)) visit(run, inner, totals);
  }
}

function add(parameter: Parameter, totals: Totals): void {
  if (totals.seen.has(parameter)) return;
  totals.seen.add(parameter);
  totals.weights = plus(totals.weights, parameter.size);
  if (parameter.isTable) totals.tables = plus(totals.tables, times(parameter.size));
}

const isLayer = (library: string): boolean => /^(torch\.nn|keras\.layers)\.[A-Z]/.test(library);

/** An object that is no module, as a configuration, keeps its weights to itself. */
const isModule = (instance: Instance): boolean => instance.library !== null;

/** `self.body(x)`, `self.blocks[i](x)`, `for block in self.blocks`. */
function isUsedAsModule(run: Run, { of, library }: Instance, name: string): boolean {
  if (!of) return library !== null;
  for (const one of lineOf(run, of)) {
    if (one.is !== 'class') continue;
    for (const node of descend(one.definition)) {
      if (node.kind !== 'attribute' || node.attr !== name || node.value.kind !== 'name' || node.value.id !== 'self')
        continue;
      const holder = node.parent?.kind === 'subscript' ? node.parent : node;
      const { parent } = holder;
      if (parent?.kind === 'call' && parent.func === holder) return true;
      if ((parent?.kind === 'for' && parent.iter === holder) || parent?.kind === 'comprehension') return true;
      if (parent?.kind === 'attribute' && /^(forward|encode|decode|parameters|weight)$/.test(parent.attr)) return true;
      if (parent?.kind === 'call' || parent?.kind === 'argument')
        if (/layer|block|net|model|encoder|decoder|backbone|module/i.test(name) && !/^n(um)?_|_(size|dim)$/.test(name))
          return true;
    }
  }
  return false;
}
