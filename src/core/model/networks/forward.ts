/** What comes out of a module that is called: of a layer of torch only that it is a tensor. */
import { ownForward } from './closures';
import { itemsOf } from './items';
import { callKeras } from './keras-calls';
import type { Run } from './run';
import { asKind, tensorOf, type Given, type Instance, type Thing } from './things';

export function forward(run: Run, module: Instance, given: Given): Thing {
  if (module.library?.startsWith('keras.')) return callKeras(run, module, given);
  const own = module.of ? ownForward(run, module, given) : undefined;
  if (own !== undefined) return own;
  const { library } = module;
  if (library === 'torch.nn.Sequential') return chained(run, module, given);
  return tensorOf(null);
}

function chained(run: Run, module: Instance, given: Given): Thing {
  let value: Thing = given.plain[0] ?? tensorOf(null);
  for (const layer of itemsOf(module) ?? []) {
    const next = asKind(layer, 'instance');
    value = next ? forward(run, next, { ...given, plain: [value], named: new Map() }) : tensorOf(null);
  }
  return value;
}
