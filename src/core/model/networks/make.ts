/** Makes the modules of libraries: layers with their weights, and containers with what is put into them. */
import { copied, putAll, putFrom } from './containers';
import { initialiseKeras } from './keras';
import { configure, setting } from './torch-settings';
import { weightsOfLayer } from './torch-weights';
import { asKind, instanceOf, type Class, type Given, type Instance } from './things';

const MODULE_BASES =
  /^(torch\.nn\.Module|torch\.jit\.ScriptModule|lightning\.LightningModule|lightning\.\w+|builtins\.object|torch\.distributions\.\w+)$/;

/** What the constructor of a library class does to an object, which may be of a subclass. */
export function initialise(instance: Instance, library: string, given: Given): void {
  if (MODULE_BASES.test(library)) return;
  if (library.startsWith('keras.')) return initialiseKeras(instance, library, given);
  const name = library.startsWith('torch.nn.') ? library.slice('torch.nn.'.length) : '';
  if (name === '' || name.includes('.')) {
    instance.exact = false;
    return;
  }
  if (contain(instance, name, given)) return;
  configure(instance, name, given);
  if (name === 'TransformerEncoder' || name === 'TransformerDecoder') return repeat(instance);
  const weights = weightsOfLayer(instance, name);
  if (!weights) instance.exact = false;
  const isTable = name.startsWith('Embedding');
  for (const [key, size] of Object.entries(weights ?? {}))
    if (size.most > 0) instance.attrs.set(key, { is: 'parameter', size, isTable });
}

/** Puts what a container is given into it; false for other modules. */
function contain(instance: Instance, name: string, given: Given): boolean {
  if (name === 'DataParallel' || name === 'SyncBatchNorm.convert_sync_batchnorm') {
    instance.attrs.set('module', given.plain[0] ?? given.named.get('module') ?? null);
    return true;
  }
  if (!/^(Sequential|ModuleList|ModuleDict|ParameterList|ParameterDict)$/.test(name)) return false;
  if (!given.complete) instance.exact = false;
  const [first] = given.plain;
  const order = name.endsWith('Dict') ? 'by name' : 'in order';
  if (name === 'Sequential' && asKind(first, 'dict') === undefined) putAll(instance, given.plain);
  else if (first !== undefined) putFrom(instance, first, order);
  else for (const one of given.named.values()) putFrom(instance, one, order);
  return true;
}

/** `nn.TransformerEncoder(layer, 6)` copies the layer, which is itself no part of it. */
function repeat(instance: Instance): void {
  const layer = asKind(setting(instance, 'layer'), 'instance');
  const count = setting(instance, 'num_layers');
  const norm = setting(instance, 'norm');
  if (!layer || typeof count !== 'number' || count > 500) instance.exact = false;
  else for (let at = 0; at < count; at += 1) instance.attrs.set(`layers.${at}`, copied(layer));
  if (norm !== null) instance.attrs.set('norm', norm);
}

/** A new object of a library class. */
export function made(library: string, given: Given, of: Class | null = null): Instance {
  const instance = instanceOf(library, of);
  initialise(instance, library, given);
  return instance;
}
