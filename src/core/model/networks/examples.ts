/** Inputs of known shape that the code itself gives to a network: `net(torch.randn(1, 3, 32, 32))`, `summary(net, (3, 32, 32))`. */
import type { Call, Expr, Name } from '../../syntax/ast';
import { calleeName } from '../traverse';
import type { Model } from '../model';
import { fileFrame } from './plain-values';
import type { Run } from './run';
import { asKind, BATCH, NOTHING_GIVEN, tensorOf, type Given, type Instance, type Thing } from './things';

/** What goes in; undefined where its shape cannot be told. */
export type Example = (run: Run, network: Instance) => Given | undefined;

/** Calls that run a network to show or store it. */
const RUNS =
  /^(summary|profile|get_model_complexity_info|get_flops|add_graph|export|trace|FlopCountAnalysis|draw_graph|flop_count)$/;
/** Of these the size that is written has no batch. */
const WITHOUT_BATCH = /^(get_model_complexity_info)$/;
const MOST = 4;

export function examplesOf(model: Model, expression: Expr): readonly Example[] {
  const uses = constructionsOf(model, expression).flatMap((made) => [...model.usesOf(made)]);
  const found = uses.flatMap((use) => exampleAt(model, use)).slice(0, MOST);
  return [...found, ownExample];
}

/** The calls that make the network, with what is called on it at once: `Net().to(device)`. */
function constructionsOf(model: Model, expression: Expr): readonly Expr[] {
  const calls =
    expression.kind === 'call'
      ? [expression]
      : model.origins(expression).flatMap((origin) => ('call' in origin && origin.call ? [origin.call] : []));
  return calls.map(whole);
}

function whole(call: Expr): Expr {
  const { parent } = call;
  if (parent?.kind === 'attribute' && parent.value === call) return whole(parent);
  return parent?.kind === 'call' && parent.func === call && call.kind === 'attribute' ? whole(parent) : call;
}

function exampleAt(model: Model, use: Name): readonly Example[] {
  const { parent } = use;
  if (parent?.kind === 'call' && parent.func === use) return [(run) => called(run, model, parent)];
  const call = parent?.kind === 'argument' && parent.parent?.kind === 'call' ? parent.parent : undefined;
  if (!call || !RUNS.test(calleeName(call))) return [];
  return [(run) => shown(run, model, call, use)];
}

function called(run: Run, model: Model, { args }: Call): Given | undefined {
  if (args.some(({ star }) => star !== '')) return undefined;
  const values = args.map((one) => [one.name, run.evaluate(one.value, fileFrame(model))] as const);
  const plain = values.flatMap(([name, value]) => (name === null ? [value] : []));
  const named = new Map(values.flatMap(([name, value]) => (name === null ? [] : [[name, value] as const])));
  return inBatches({ plain, named, complete: true });
}

/** The sizes or the tensor among the arguments of a call that shows a network. */
function shown(run: Run, model: Model, call: Call, use: Name): Given | undefined {
  for (const { name, value } of call.args) {
    if (value === use || (name !== null && !/^(input|input_size|input_res|inputs|args|dummy)/.test(name))) continue;
    const thing = run.evaluate(value, fileFrame(model));
    const [only] = asKind(thing, 'list')?.items ?? [];
    const tensor = asKind(thing, 'tensor') ?? asKind(only, 'tensor');
    const given = tensor ? { ...NOTHING_GIVEN, plain: [tensor] } : sized(thing, calleeName(call));
    const ready = given && inBatches(given);
    if (ready) return ready;
  }
  return undefined;
}

/** `(3, 32, 32)` of torchsummary, `(1, 3, 32, 32)` of torchinfo. */
function sized(thing: Thing, callee: string): Given | undefined {
  const sides = asKind(thing, 'list')?.items;
  if (!sides || sides.length === 0 || !sides.every((one) => typeof one === 'number')) return undefined;
  const hasBatch = sides.length === 4 && !WITHOUT_BATCH.test(callee);
  return { ...NOTHING_GIVEN, plain: [tensorOf([BATCH, ...(hasBatch ? sides.slice(1) : sides)])] };
}

/** `example_input_array` of Lightning. */
const ownExample: Example = (_, network) => {
  const array = asKind(network.attrs.get('example_input_array'), 'tensor');
  return array && inBatches({ ...NOTHING_GIVEN, plain: [array] });
};

/** With tensors whose every side is known, as many samples in each. */
function inBatches(given: Given): Given | undefined {
  const tensors = [...given.plain, ...given.named.values()].flatMap((one) => asKind(one, 'tensor') ?? []);
  const [first] = tensors;
  const isKnown = tensors.every(
    ({ shape }) => shape && shape.length >= 2 && !shape.includes(null) && shape[0] === first?.shape?.[0],
  );
  if (!first || !isKnown) return undefined;
  const ready = (thing: Thing): Thing => {
    const shape = asKind(thing, 'tensor')?.shape;
    return shape ? tensorOf([BATCH, ...shape.slice(1)]) : thing;
  };
  return {
    plain: given.plain.map(ready),
    named: new Map([...given.named].map(([name, one]) => [name, ready(one)])),
    complete: true,
  };
}
