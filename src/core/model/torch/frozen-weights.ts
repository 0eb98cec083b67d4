/** How much of a network a forward records: nothing where all weights are frozen, little where only a head is trained. */
import type { Assign, Call, ClassDef, Expr, For, Node } from '../../syntax/ast';
import { ancestors, descend, enclosingFunction } from '../../syntax/walk';
import { passedBy } from '../bind';
import { contains, type Span } from '../../text/span';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { perModel } from '../per-model';
import { networkOf } from './method-forwards';
import { isPath, textOf } from './modules';
import { armAround, isBody, isHead, pickedBy, pickedIn } from './named-weights';

/** `all` weights are frozen, or all but those of the last layers (`body`). */
export type Frozen = 'all' | 'body';

/** What the forwards together leave unrecorded; one of a small head behind a frozen network records that head. */
export function frozenPart(model: Model, forwards: readonly Call[]): Frozen | undefined {
  const parts = forwards.map((call) => frozenIn(model, call) ?? freezesItself(model, networkOf(model, call), 0));
  if (parts.every((one) => one === 'all')) return 'all';
  return parts.some((one) => one !== undefined) ? 'body' : undefined;
}

/** A parameter stands for what every caller passes. */
function frozenIn(model: Model, call: Call): Frozen | undefined {
  const parts = passed(model, networkOf(model, call), call).map((place) => stateOf(model, place));
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return parts.includes('body') ? 'body' : 'all';
}

/** How far a network is followed to where it is made, from parameter to parameter. */
const MAX_DEPTH = 3;
const SWITCH = /^requires_grad_?$/;

/**
 * Of a class that sets `requires_grad` of its own weights: metrics that compute features with a published network do so
 * (InceptionV3 of pytorch-fid). Which weights, and whether they are off, its arguments may decide: so some, not all.
 */
function freezesItself(model: Model, network: Expr, depth: number): Frozen | undefined {
  const parts = model.origins(network).map((origin): Frozen | undefined => {
    if (origin.kind === 'instance') return mentionsSwitch(origin.of) ? 'body' : undefined;
    if (origin.kind === 'result') {
      const thing = model.imported(origin.of);
      return thing?.kind === 'class' && thing.layers && thing.uses(SWITCH) ? 'body' : undefined;
    }
    const owner = origin.kind === 'parameter' ? enclosingFunction(origin.param) : undefined;
    if (origin.kind !== 'parameter' || !owner || depth >= MAX_DEPTH) return undefined;
    const given = passedBy(model, owner, origin.param);
    const found = given.map(({ value }) => freezesItself(model, value, depth + 1));
    return found.length > 0 && found.every((one) => one !== undefined) ? 'body' : undefined;
  });
  return parts.length > 0 && parts.every((one) => one !== undefined) ? 'body' : undefined;
}

const mentionsSwitch = (definition: ClassDef): boolean =>
  [...descend(definition)].some((node) => node.kind === 'attribute' && SWITCH.test(node.attr));

interface Place {
  readonly text: string;
  readonly at: Node;
  /** The network where it is named so. */
  readonly network: Expr;
}

/** The network as its callers name it, with where it is handed over; as it is written where it is no parameter. */
function passed(model: Model, network: Expr, at: Node): readonly Place[] {
  const here = [{ text: textOf(model, network), at, network }];
  const parameter = parameterOf(network);
  if (!parameter) return here;
  const given = passedBy(model, parameter.owner, parameter.param).map(({ call, value }) => ({
    text: textOf(model, value),
    at: call,
    network: value,
  }));
  return given.length > 0 ? given : here;
}

/** What is said of the network itself decides; else what is said of the parts that it is put together from. */
function stateOf(model: Model, { text, at, network }: Place): Frozen | undefined {
  if (eventsBefore(model, at).some((event) => event.text === text && event.what !== 'replaces'))
    return stateOfText(model, text, at);
  return stateOfParts(model, network, at) ?? stateOfText(model, text, at);
}

const eventsBefore = (model: Model, at: Node): readonly Event[] =>
  [...switches(model), ...changes(model)]
    .filter((event) => event.at.start < at.start && (!event.arm || contains(event.arm, at)))
    .sort((a, b) => a.at.start - b.at.start);

/** What everything before `at` that concerns the network comes to. */
const stateOfText = (model: Model, text: string, at: Node): Frozen | undefined =>
  eventsBefore(model, at).reduce<Frozen | undefined>((state, event) => after(state, event, text), undefined);

const CONTAINER = 'torch.nn.Sequential';

/** `Sequential(backbone, Linear(2048, 10))`, `Sequential(*list(backbone.children())[:-1])`. */
function stateOfParts(model: Model, network: Expr, at: Node): Frozen | undefined {
  const [only, ...others] = switches(model).length > 0 ? model.origins(network) : [];
  if (only?.kind !== 'result' || only.of !== CONTAINER || others.length > 0) return undefined;
  const states = only.call.args
    .filter(({ value }) => !isWeightless(model, value))
    .map(({ value }) => stateOfText(model, textOf(model, wholeOf(value)), at));
  if (states.length > 0 && states.every((one) => one === 'all')) return 'all';
  // Where a trained part comes first, all that follows is recorded.
  return states[0] === 'all' ? 'body' : undefined;
}

const WEIGHTLESS =
  /^torch\.nn\.(\w*ReLU\d?|GELU|SiLU|Tanh|Sigmoid|(Log)?Softmax|Dropout\d?d?|Flatten|Identity|(Adaptive)?(Max|Avg)Pool\dd)$/;

function isWeightless(model: Model, value: Expr): boolean {
  const origins = model.origins(value);
  return origins.length > 0 && origins.every((one) => one.kind === 'result' && WEIGHTLESS.test(one.of));
}

/** The network whose children are put in one after another; anything else as it is. */
function wholeOf(value: Expr): Expr {
  for (const node of descend(value))
    if (node.kind === 'attribute' && /^(named_)?(children|modules)$/.test(node.attr)) return node.value;
  return value;
}

function after(state: Frozen | undefined, { text: of, what }: Event, text: string): Frozen | undefined {
  if (of === text || isPartOf(text, of)) {
    if (what === 'freezes' || (what === 'trains the head' && state === undefined))
      return what === 'freezes' ? 'all' : undefined;
    if (what === 'freezes the rest' || what === 'trains the head')
      return of === text ? 'body' : isHead(text.slice(of.length + 1)) ? undefined : 'all';
    return undefined;
  }
  if (!isPartOf(of, text)) return state;
  const part = of.slice(text.length + 1);
  if (what === 'freezes' || what === 'freezes the rest') return state ?? (isBody(part) ? 'body' : undefined);
  return state !== undefined && (what !== 'trains' || isHead(part)) ? 'body' : undefined;
}

/** `net.fc` and `net[0]` are parts of `net`. */
const isPartOf = (part: string, whole: string): boolean =>
  part.startsWith(whole) && /^[.[]/.test(part.slice(whole.length));

interface Event {
  readonly text: string;
  readonly at: Node;
  readonly what: 'freezes' | 'freezes the rest' | 'trains' | 'trains the head' | 'replaces';
  /** Where it holds, when it is not everywhere behind it. */
  readonly arm?: Span;
}

/** `net.requires_grad_(False)`, and `weight.requires_grad = False` in a loop over all parameters of something. */
const switches = perModel((model): readonly Event[] => [
  ...model.program.calls('requires_grad_').flatMap((call): readonly Event[] => {
    const receiver = call.func.kind === 'attribute' ? call.func.value : undefined;
    const value = call.args[0]?.value ?? null;
    return switchedIn(model, call, receiver, value) ?? (receiver ? switched(model, receiver, call, whatOf(value)) : []);
  }),
  ...model.program
    .attributes('requires_grad')
    .flatMap(({ value, parent }): readonly Event[] =>
      parent?.kind === 'assign' && parent.value ? (switchedIn(model, parent, value, parent.value) ?? []) : [],
    ),
]);

const whatOf = (value: Expr | null): Event['what'] =>
  value?.kind === 'constant' && value.value === false ? 'freezes' : 'trains';

function switched(model: Model, network: Expr, at: Node, what: Event['what'], from = at): readonly Event[] {
  const arm = what.startsWith('freezes') ? armAround(from) : undefined;
  return passed(model, network, at).map((place) => ({ text: place.text, at: place.at, what, ...(arm && { arm }) }));
}

/** The switch of a loop over weights, of which their names may choose some; undefined outside of one. */
function switchedIn(
  model: Model,
  at: Node,
  weight: Expr | undefined,
  value: Expr | null,
): readonly Event[] | undefined {
  const loop = parameterLoop(at, weight);
  const network = loop?.iter.kind === 'call' && loop.iter.func.kind === 'attribute' ? loop.iter.func.value : undefined;
  if (!loop || !network) return undefined;
  const what = whatOf(value);
  const picked = pickedIn(loop, at);
  if (picked && what === 'trains' && picked === 'rest') return switched(model, network, at, what);
  if (picked === 'head' && what === 'freezes') return [];
  if (picked) return switched(model, network, at, PICKS[picked], loop);
  const isHeadOnly = picked === undefined && value !== null && pickedBy(value, loop) === 'head';
  return switched(model, network, at, isHeadOnly ? 'freezes the rest' : what);
}

const PICKS = { head: 'trains the head', rest: 'freezes the rest' } as const;

/** `for weight in network.parameters()` around a statement that concerns the variable of that loop. */
function parameterLoop(node: Node, variable: Expr | undefined): For | undefined {
  const loop = [...ancestors(node)].find((at): at is For => at.kind === 'for');
  if (!loop || variable?.kind !== 'name' || loop.iter.kind !== 'call') return undefined;
  const { func } = loop.iter;
  const isTarget = [...descend(loop.target)].some((one) => one.kind === 'name' && one.id === variable.id);
  return isTarget && func.kind === 'attribute' && /^(named_)?parameters$/.test(func.attr) ? loop : undefined;
}

/** `net = resnet18()`, and `net.fc = Linear(512, 2)`, `net.classifier[6] = ...`: fresh weights, which are trained. */
const changes = perModel((model): readonly Event[] => {
  const names = new Set(switches(model).map(({ text }) => /^\w+/.exec(text)?.[0] ?? text));
  return [...names].flatMap((name) =>
    model.program.names(name).flatMap((use): Event[] => {
      const target = outermost(use);
      const at = target.parent;
      if (at?.kind !== 'assign' || !at.targets.includes(target) || !replaces(model, at, target)) return [];
      return [{ text: textOf(model, target), at, what: 'replaces' }];
    }),
  );
});

/** `net.classifier[6]` around `net`. */
function outermost(node: Expr): Expr {
  const { parent } = node;
  const isOuter = (parent?.kind === 'attribute' || parent?.kind === 'subscript') && parent.value === node;
  return isOuter ? outermost(parent) : node;
}

/** `net = net.to(device)` hands the same weights on. */
function replaces(model: Model, { value }: Assign, target: Expr): boolean {
  if (!value || value.kind === 'constant') return false;
  const text = textOf(model, target);
  return ![...descend(value)].some(
    (one) => (one.kind === 'name' || one.kind === 'attribute') && isPath(one) && textOf(model, one) === text,
  );
}

export interface FrozenBody {
  readonly freeze: Node;
  /** Other calls of the function that holds the forward give it a network that trains as a whole. */
  readonly mayTrain: boolean;
}

/** Where a network is frozen that one forward runs before its last layers; undefined where it trains, or nothing else does. */
export function frozenBody(model: Model, call: Call): FrozenBody | undefined {
  const places = passed(model, networkOf(model, call), call).map((place) => ({
    ...place,
    state: stateOf(model, place),
  }));
  const frozen = places.filter(({ state }) => state === 'body');
  const freeze = switches(model).find(
    ({ text, what, arm }) =>
      what.startsWith('freezes') &&
      frozen.some((one) => (one.text === text || isPartOf(text, one.text)) && (!arm || contains(arm, one.at))),
  )?.at;
  const others = places.filter(({ state }) => state === undefined);
  return freeze && { freeze, mayTrain: others.length > 0 };
}
