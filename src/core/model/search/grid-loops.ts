/** Hand-written grid searches: loops that train a model anew for each combination of settings. */
import type { Binding, Call, For, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend, isInHandler } from '../../syntax/walk';
import { contains } from '../../text/span';
import { bindingIn } from '../bind';
import type { Model } from '../model';
import { once } from '../once';
import { perModel } from '../per-model';
import { calleeName } from '../traverse';
import { type Count, product } from './count';
import { type Dimension, dimensionsOf } from './dimensions';
import { influences } from './influences';
import { isTimed } from './timed';
import { type Training, trainings } from './trainings';

export interface GridLoop {
  /** The outermost loop over a setting. */
  readonly loop: For;
  readonly dimensions: readonly Dimension[];
  /** Combinations, as far as the loops can be counted: those that cannot are left out. */
  readonly candidates: Count;
  readonly training: Node;
}

/** In source order, one for each outermost loop: the training with the most combinations. */
export const gridLoops = perModel((model): readonly GridLoop[] => {
  const best = new Map<For, GridLoop>();
  for (const training of model.program.loops.length > 0 ? trainings(model) : []) {
    if (model.isIgnored(training.node)) continue;
    const found = gridAround(model, training);
    const known = found && best.get(found.loop);
    if (found && (!known || known.candidates.value < found.candidates.value)) best.set(found.loop, found);
  }
  return [...best.values()].sort((a, b) => a.loop.start - b.loop.start);
});

function gridAround(model: Model, training: Training): GridLoop | undefined {
  const all = climb(
    model,
    training,
    training.node,
    // Most trainings stand in no loop at all, so what decides them is found when it is needed.
    once(() => influences(model, training.settings, training.node)),
    0,
  );
  const dimensions = all.filter((one) => one.count !== null).sort((a, b) => a.loop.start - b.loop.start);
  const outermost = dimensions[0]?.loop;
  const candidates = product(...dimensions.map((one) => one.count));
  if (!outermost || !candidates) return undefined;
  const loops = new Set(all.map((one) => one.loop));
  if ([...loops].some((loop) => leavesEarly(loop) || draws(model, loop))) return undefined;
  if (isTimed(model, outermost, training.node)) return undefined;
  return { loop: outermost, dimensions, candidates, training: training.node };
}

const MAX_CALLERS = 2;

/** Dimensions of the loops around a place, then of those around the calls of its function. */
function climb(
  model: Model,
  training: Training,
  node: Node,
  used: () => ReadonlySet<Binding>,
  depth: number,
): readonly Dimension[] {
  const found: Dimension[] = [];
  for (const at of ancestors(node)) {
    if (at.kind === 'function') return [...found, ...fromCallers(model, training, at, used, depth)];
    if (at.kind === 'class' || at.kind === 'lambda') return found;
    if (at.kind !== 'for' || !isInBody(at, node)) continue;
    const own = [...used()].filter((one) => one.node === at);
    if (own.length > 0) found.push(...dimensionsOf(model, at, own));
  }
  return found;
}

function isInBody(loop: For, node: Node): boolean {
  return loop.body.some((one) => contains(one, node));
}

/** The call with the most combinations counts. */
function fromCallers(
  model: Model,
  training: Training,
  definition: FunctionDef,
  used: () => ReadonlySet<Binding>,
  depth: number,
): readonly Dimension[] {
  const callers = depth < MAX_CALLERS ? model.callersOf(definition) : [];
  if (callers.length === 0) return [];
  const parameters = [...used()].flatMap(({ node }) =>
    node.kind === 'param' && node.parent === definition ? [node] : [],
  );
  let best: readonly Dimension[] = [];
  for (const call of callers) {
    const given = parameters.flatMap((one) => bindingIn(call, definition, one) ?? []);
    const unpacked = call.args.filter((one) => one.star !== '').map((one) => one.value);
    const inherited = once(() => influences(model, [...given, ...unpacked], call));
    const outer = climb(model, training, call, inherited, depth + 1);
    if (sizeOf(outer) > sizeOf(best)) best = outer;
  }
  return best;
}

const sizeOf = (dimensions: readonly Dimension[]): number =>
  dimensions.reduce((size, one) => size * (one.count?.value ?? 1), dimensions.length > 0 ? 1 : 0);

/** A `break` of this very loop: it stops when the score says so, and not only when something fails or somebody stops it. */
function leavesEarly(loop: For): boolean {
  for (const node of descend(loop, (at) => at === loop || !['for', 'while', 'function', 'class'].includes(at.kind))) {
    if (node.kind === 'break' && !isInHandler(node, loop)) return true;
  }
  return false;
}

const PLOTS =
  /^(contourf?|imshow|pcolormesh|subplots?|add_subplot|scatter|plot|set_title|heatmap|bar|hist|fill_between)$/;

/** The loop fills a figure: each combination is a picture of its own. */
function draws(model: Model, loop: For): boolean {
  for (const node of descend(loop))
    if (node.kind === 'call' && PLOTS.test(calleeName(node)) && isPlot(model, node)) return true;
  return false;
}

function isPlot(model: Model, call: Call): boolean {
  if (call.func.kind !== 'attribute') return false;
  const owner = call.func.value;
  if (
    model.origins(call.func).some((one) => one.kind === 'external' && /^(matplotlib|seaborn|plotly)\b/.test(one.name))
  )
    return true;
  return /^(axe?s?|axi|plt|fig)\b/.test(model.program.text.slice(owner.start, owner.end));
}
