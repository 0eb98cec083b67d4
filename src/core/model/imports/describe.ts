/** Turns a place in another file into facts: what the function does, what the class derives from, what the constant is worth. */
import type { ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { isStatic } from '../bind';
import { onlyValue } from '../lookup';
import type { Model } from '../model';
import { returnedBy } from '../returns';
import type { LayerFacts } from '../torch/layer-facts';
import { layersOf, layersOfContainer, layersOfInstance } from '../torch/layers';
import { runsLayers } from '../torch/method-forwards';
import { isModuleClass } from '../torch/modules';
import type { Value } from '../values';
import { ownEpochLoop, withBehaviour } from './behaviour';
import { givenFor, type Given } from './given';
import type { Imported, ImportedClass, ImportedFunction } from './imported';
import { externalBases, methodOf } from './members';
import { returnedLoaders } from './returned-loaders';
import type { Place } from './workspace';

/** Undefined for what is not a function, class, method or constant there. */
export function importedThing(place: Place, value: (key?: string) => Value): Imported | undefined {
  const { model, definition, bindings, rest } = place;
  const attributes = rest.filter((one) => one !== '()');
  if (definition?.kind === 'class' && attributes.length === 1)
    return importedMethod(model, definition, (attributes[0] ?? '').replace(/\(\)$/, ''));
  if (attributes.length > 0) return undefined;
  if (definition?.kind === 'class') return importedClass(model, definition);
  if (definition?.kind === 'function') return importedFunction(model, definition);
  const name = bindings[0]?.name ?? '';
  const device = /device/i.test(name) ? model.device.kind : 'unknown';
  return { kind: 'constant', name, file: model.document.path, value: value(), device };
}

function importedMethod(model: Model, definition: ClassDef, name: string): ImportedFunction | undefined {
  const method = methodOf(model, definition, name);
  if (method) return importedFunction(model, method);
  for (const base of externalBases(model, definition)) {
    const thing = model.imported(base);
    const found = thing?.kind === 'class' ? thing.method(name) : undefined;
    if (found) return found;
  }
  return undefined;
}

function importedFunction(model: Model, definition: FunctionDef): ImportedFunction {
  const isMethod = definition.parent?.kind === 'class' && !isStatic(definition);
  const parameters = definition.params.filter(({ star }) => star === '').map(({ name }) => name);
  return withBehaviour<ImportedFunction>(model, definition, {
    kind: 'function',
    name: definition.name,
    file: model.document.path,
    parameters: isMethod ? parameters.slice(1) : parameters,
    get epochsFrom() {
      return epochsFrom(model, definition) ?? null;
    },
    layers: returnedLayers(model, definition),
    returns: returnedClasses(model, definition),
    get runsLayers() {
      return runsLayers(model, definition);
    },
    get loaders() {
      return returnedLoaders(model, definition);
    },
  });
}

function importedClass(model: Model, definition: ClassDef): ImportedClass {
  const bases = externalBases(model, definition);
  return withBehaviour<ImportedClass>(model, definition, {
    kind: 'class',
    name: definition.name,
    file: model.document.path,
    bases,
    layers: isModuleClass(model, definition) ? layersOf(model, definition) : null,
    method: (name) => importedMethod(model, definition, name),
  });
}

/** `n` in `for epoch in range(n)`, or of a name for that, where `n`, or what it is an attribute of, comes from who calls. */
function epochsFrom(model: Model, definition: FunctionDef): Given | undefined {
  const loop = ownEpochLoop(model, definition);
  if (loop?.kind !== 'for') return undefined;
  const counted = loop.iter.kind === 'name' ? (onlyValue(loop.iter) ?? loop.iter) : loop.iter;
  for (const node of descend(counted)) {
    const name = node.kind === 'name' ? node.id : node.kind === 'attribute' ? node.attr : '';
    const given = /epoch|iter/i.test(name) ? givenFor(model, definition, node as Expr) : undefined;
    if (given) return given;
  }
  return undefined;
}

function returnedLayers(model: Model, definition: FunctionDef): LayerFacts | null {
  for (const value of returnedBy(definition)) {
    for (const origin of model.origins(value)) {
      if (origin.kind === 'instance' && isModuleClass(model, origin.of))
        return layersOfInstance(model, origin.of, origin.call);
      if (origin.kind === 'result' && origin.of === 'torch.nn.Sequential') return layersOfContainer(model, origin.call);
      if (origin.kind === 'result') {
        const thing = model.imported(origin.of);
        if (thing && thing.kind !== 'constant' && thing.layers) return thing.layers;
      }
    }
  }
  return null;
}

function returnedClasses(model: Model, definition: FunctionDef): readonly string[] {
  return [...new Set(returnedBy(definition).flatMap((value) => classesOf(model, value)))];
}

function classesOf(model: Model, value: Expr): readonly string[] {
  return model.origins(value).flatMap((origin) => {
    if (origin.kind === 'instance') return externalBases(model, origin.of);
    if (origin.kind !== 'result') return [];
    const thing = model.imported(origin.of);
    if (thing?.kind === 'class') return [origin.of, ...thing.bases];
    return thing?.kind === 'function' ? thing.returns : [origin.of];
  });
}
