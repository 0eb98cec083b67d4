/** What comes out of a module that is called. */
import { ownForward } from './closures';
import { itemsOf } from './items';
import { callKeras } from './keras-calls';
import { lose, type Run } from './run';
import { callTorch, unfollowed } from './torch-forward';
import { asKind, tensorOf, type Given, type Instance, type Thing } from './things';

export function forward(run: Run, module: Instance, given: Given): Thing {
  if (module.library?.startsWith('keras.')) return callKeras(run, module, given);
  const own = module.of ? ownForward(run, module, given) : undefined;
  return own ?? libraryForward(run, module, given);
}

/** What the class of a library does, for which the project's class may have another forward. */
export function libraryForward(run: Run, module: Instance, given: Given): Thing {
  const { library } = module;
  if (library === 'torch.nn.Sequential') return chained(run, module, given);
  const inner = asKind(module.attrs.get('module'), 'instance');
  if (library === 'torch.nn.DataParallel' && inner) return forward(run, inner, given);
  const name = /^torch\.nn\.([A-Z]\w*)$/.exec(library ?? '')?.[1];
  return name === undefined || name === 'Module' ? unfollowed(run, given) : callTorch(run, module, name, given);
}

function chained(run: Run, module: Instance, given: Given): Thing {
  let value: Thing = given.plain[0] ?? tensorOf(null);
  if (!module.exact) lose(run);
  for (const layer of itemsOf(module) ?? []) {
    const next = asKind(layer, 'instance');
    if (!next) lose(run);
    value = next ? forward(run, next, { ...given, plain: [value], named: new Map() }) : tensorOf(null);
  }
  return value;
}
