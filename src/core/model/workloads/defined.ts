/** The networks that a file defines, with what can be counted from their layers. */
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Span } from '../../text/span';
import type { Model } from '../model';
import type { Workload, WorkloadFramework } from '../workload';
import { modelSize } from './size';

export interface DefinedModel {
  /** Of the class, or of the variable that holds layers put together. */
  readonly name: string;
  readonly span: Span;
  readonly framework: WorkloadFramework;
  readonly parameters: number | null;
  readonly flopsPerSample: number | null;
}

const BASES: readonly (readonly [WorkloadFramework, readonly string[]])[] = [
  [
    'lightning',
    ['lightning.LightningModule', 'lightning.pytorch.LightningModule', 'pytorch_lightning.LightningModule'],
  ],
  ['torch', ['torch.nn.Module']],
  ['keras', ['keras.Model', 'keras.Sequential']],
];

const CONTAINERS = ['torch.nn.Sequential', 'keras.Sequential', 'keras.Model'];

export function definedModels(model: Model): readonly DefinedModel[] {
  const classes = model.program.module.body.filter((one) => one.kind === 'class');
  return [...classes.flatMap((one) => ofClass(model, one)), ...containers(model)].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

const isInClass = (node: Expr): boolean => [...ancestors(node)].some(({ kind }) => kind === 'class');

/** A class that is only used inside others is a part of them. */
function ofClass(model: Model, definition: ClassDef): readonly DefinedModel[] {
  const framework = BASES.find(([, bases]) => model.isSubclass(definition, ...bases))?.[0];
  if (framework === undefined) return [];
  const uses = model.program
    .calls(definition.name)
    .filter((call) => model.origins(call.func).some((one) => one.kind === 'class' && one.definition === definition));
  const outside = uses.filter((call) => !isInClass(call));
  if (uses.length > 0 && outside.length === 0) return [];
  const sizes = outside.map((call) => sizeOf(model, call));
  const size = sizes.find(({ parameters }) => parameters !== null) ?? NO_SIZE;
  return [{ name: definition.name, span: spanOf(definition), framework, ...size }];
}

/** `model = Sequential(...)`, at the top or in a function. */
function containers(model: Model): readonly DefinedModel[] {
  return model.callsOf(...CONTAINERS).flatMap(({ call, name }) => {
    const { parent } = call;
    const target = parent?.kind === 'assign' && parent.value === call ? parent.targets[0] : undefined;
    const isPlain = model.origins(call.func).every((origin) => origin.kind === 'external');
    if (target?.kind !== 'name' || !isPlain || isInClass(call)) return [];
    const size = sizeOf(model, call);
    // A helper puts layers together that are no network yet.
    if (size.parameters === null && enclosingFunction(call)) return [];
    const framework = name.startsWith('keras.') ? 'keras' : 'torch';
    return [{ name: target.id, span: spanOf(call), framework, ...size } as const];
  });
}

type Size = Pick<DefinedModel, 'parameters' | 'flopsPerSample'>;

const NO_SIZE: Size = { parameters: null, flopsPerSample: null };

/** By itself, or as the run that trains a network of as many weights has it. */
function sizeOf(model: Model, call: Call): Size {
  const { parameters, flopsPerSample } = modelSize(model, call);
  const exact = (fact: Workload['parameters']): number | null => (fact && fact.note !== 'at most' ? fact.value : null);
  const trained = model.workloads.find((one) => {
    const weights = exact(one.parameters);
    return (
      one.flopsPerSample && weights !== null && (parameters ? weights === parameters.value : isHeldBy(model, call, one))
    );
  });
  return {
    parameters: exact(parameters) ?? exact(trained?.parameters),
    flopsPerSample: flopsPerSample?.value ?? trained?.flopsPerSample?.value ?? null,
  };
}

/** A network that gets its weights from the data of the run. */
function isHeldBy(model: Model, call: Call, { model: name }: Workload): boolean {
  return name !== null && call.func.kind === 'name' && call.func.id === name.value && model.workloads.length === 1;
}
