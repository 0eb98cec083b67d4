/** Makes models and layers of Keras; their weights come with what goes into them. */
import { copied, putAll } from './containers';
import { itemsOf } from './items';
import { collect, tensorsIn } from './keras-graph';
import { configureKeras } from './keras-settings';
import { sidesOf } from './sides';
import { BATCH, asKind, tensorOf, type Given, type Instance, type Tensor, type Thing } from './things';
import { setting } from './torch-settings';

/** `keras.Input(shape=(28, 28))`. */
export function kerasInput({ plain, named }: Given): Tensor {
  const whole = named.get('batch_shape') ?? named.get('batch_input_shape');
  if (whole !== undefined) return tensorOf([BATCH, ...sidesOf(whole, 1).slice(1)]);
  const shape = named.get('shape') ?? named.get('input_shape') ?? plain[0];
  return shape === undefined || asKind(shape, 'unknown') ? tensorOf(null) : tensorOf([BATCH, ...sidesOf(shape, 1)]);
}

export function initialiseKeras(instance: Instance, library: string, given: Given): void {
  const name = library.slice(library.lastIndexOf('.') + 1);
  if (/^keras\.(Sequential|layers\.Layer|Model)$/.test(library)) return container(instance, name, given);
  if (!library.startsWith('keras.layers.')) {
    instance.exact = false;
    return;
  }
  configureKeras(instance, name, given);
  const inner = asKind(setting(instance, 'layer'), 'instance');
  if (inner) wrap(instance, name, inner);
}

function container(instance: Instance, name: string, given: Given): void {
  if (name === 'Sequential') {
    const layers = given.named.get('layers') ?? given.plain[0];
    const items = layers === undefined ? [] : itemsOf(layers);
    if (!items || asKind(layers, 'list')?.exact === false) instance.exact = false;
    return putAll(instance, items ?? []);
  }
  if (name === 'Layer') return;
  const inputs = given.named.get('inputs') ?? given.named.get('input') ?? given.plain[0];
  const outputs = given.named.get('outputs') ?? given.named.get('output') ?? given.plain[1];
  if (inputs === undefined || outputs === undefined) return;
  instance.config.set('inputs', inputs);
  instance.config.set('outputs', outputs);
  const ends = new Set<Thing>(tensorsIn(inputs));
  const layers = new Set<Instance>();
  if (!collect(tensorsIn(outputs), ends, layers)) instance.exact = false;
  putAll(instance, [...layers]);
}

/** A wrapper holds the layer; one for both directions holds two of it. */
function wrap(instance: Instance, name: string, inner: Instance): void {
  instance.attrs.set('layer', inner);
  if (name === 'Bidirectional') instance.attrs.set('backward', copied(inner));
}
