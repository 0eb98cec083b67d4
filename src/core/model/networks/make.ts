/** Makes the modules of libraries: layers with their weights, and containers with what is put into them. */
import { initialiseKeras } from './keras';
import { itemsOf } from './items';
import { configure, setting } from './torch-settings';
import { weightsOfLayer } from './torch-weights';
import { asKind, instanceOf, type Class, type Given, type Instance, type Parameter, type Thing } from './things';

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

export function putAll(instance: Instance, modules: readonly Thing[]): void {
  for (const one of modules) instance.attrs.set(String(instance.attrs.size), one);
}

export function putFrom(instance: Instance, from: Thing, order: 'by name' | 'in order'): void {
  const dict = asKind(from, 'dict');
  if (dict) {
    for (const [key, one] of dict.entries) instance.attrs.set(String(key), one);
    if (!dict.exact) instance.exact = false;
    return;
  }
  const items = itemsOf(from);
  if (!items || asKind(from, 'list')?.exact === false || asKind(from, 'instance')?.exact === false)
    instance.exact = false;
  if (order === 'in order') return putAll(instance, items ?? []);
  for (const item of items ?? []) {
    const [key, one] = asKind(item, 'list')?.items ?? [];
    if (typeof key === 'string' && one !== undefined) instance.attrs.set(key, one);
    else instance.exact = false;
  }
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

/** A deep copy: its weights are other ones, those shared inside it stay shared. */
export function copied(thing: Thing, seen = new Map<Thing, Thing>()): Thing {
  const known = seen.get(thing);
  if (known !== undefined) return known;
  const parameter = asKind(thing, 'parameter');
  if (parameter) return remember(seen, thing, { ...parameter } satisfies Parameter);
  const list = asKind(thing, 'list');
  if (list) return { ...list, items: list.items.map((one) => copied(one, seen)) };
  const instance = asKind(thing, 'instance');
  if (!instance) return thing;
  const copy: Instance = { ...instance, attrs: new Map(), config: new Map(instance.config) };
  seen.set(thing, copy);
  for (const [key, one] of instance.attrs) copy.attrs.set(key, copied(one, seen));
  return copy;
}

function remember(seen: Map<Thing, Thing>, thing: Thing, copy: Thing): Thing {
  seen.set(thing, copy);
  return copy;
}

/** A new object of a library class. */
export function made(library: string, given: Given, of: Class | null = null): Instance {
  const instance = instanceOf(library, of);
  initialise(instance, library, given);
  return instance;
}
