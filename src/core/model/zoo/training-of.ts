/** Which training run trains the network that a call makes: directly, as a part of a module, or behind a wrapper. */
import type { Call, Expr } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import type { Model } from '../model';
import { isModuleClass } from '../torch/modules';
import type { Workload } from '../workload';

/** The first run that trains it; undefined where none in this program does. */
export function trainingOf(model: Model, made: Call): Workload | undefined {
  const runs = model.workloads.filter(({ kind, model: trained }) => kind === 'train' && trained !== null);
  return runs.find((run) => isNamedBy(model, run, made)) ?? runs.find((run) => isPartOf(model, run, made));
}

/** The name of what is trained stands in the call, or in the configuration that the call is given. */
function isNamedBy(model: Model, { model: trained }: Workload, made: Call): boolean {
  const span = trained?.span;
  if (!span) return false;
  const holds = (node: Expr): boolean => node.start <= span.start && span.end <= node.end;
  return holds(made) || made.args.some(({ value }) => makersOf(model, value).some(holds));
}

const makersOf = (model: Model, value: Expr): readonly Call[] =>
  model.origins(value).flatMap((origin) => (origin.kind === 'result' ? [origin.call] : []));

/** Made by the module that is trained, or handed to its constructor. */
function isPartOf(model: Model, { model: trained }: Workload, made: Call): boolean {
  const name = trained?.value;
  const owner = enclosing(made, 'class');
  if (owner) return owner.name === name && isModuleClass(model, owner);
  return [made, ...model.usesOf(made)].some((use) => {
    const call = use.parent?.kind === 'argument' ? use.parent.parent : undefined;
    if (call?.kind !== 'call') return false;
    return model
      .origins(call)
      .some((origin) => origin.kind === 'instance' && origin.of.name === name && isModuleClass(model, origin.of));
  });
}
