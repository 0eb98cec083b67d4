/** Runs functions and methods of the project. */
import type { Param } from '../../syntax/ast';
import { lineOf, memberIn, methodOf } from './classes';
import { hinted } from './hints';
import type { Run } from './run';
import { runBlock } from './statements';
import { listOf, UNKNOWN_THING, type Closure, type Frame, type Given, type Instance, type Thing } from './things';

export function callClosure(run: Run, { definition, frame, self, owner }: Closure, given: Given): Thing {
  const all = self === undefined ? given : { ...given, plain: [self, ...given.plain] };
  const names = bindAll(run, definition.params, all, frame);
  const inner: Frame = { file: frame.file, names, outer: frame, self: self ?? all.plain[0], owner };
  if (definition.kind === 'lambda') return run.evaluate(definition.body, inner);
  const exit = runBlock(run, definition.body, inner);
  if (exit === 'raise') return UNKNOWN_THING;
  return typeof exit === 'object' && exit !== null ? exit.returned : null;
}

function bindAll(run: Run, params: readonly Param[], given: Given, frame: Frame): Map<string, Thing> {
  const names = new Map<string, Thing>();
  const plain = [...given.plain];
  const named = new Map(given.named);
  for (const param of params) {
    if (param.star === '*') {
      names.set(param.name, listOf(plain.splice(0), { exact: given.complete }));
    } else if (param.star === '**') {
      names.set(param.name, { is: 'dict', entries: named, exact: given.complete });
    } else {
      const value = named.has(param.name) ? named.get(param.name) : plain.shift();
      named.delete(param.name);
      const missing = (): Thing =>
        param.default && given.complete ? run.evaluate(param.default, frame) : UNKNOWN_THING;
      names.set(param.name, hinted(value === undefined ? missing() : value, param.name));
    }
  }
  return names;
}

/** `forward`, `call` or `__call__` of the project's class. */
export function ownForward(run: Run, module: Instance, given: Given): Thing | undefined {
  if (!module.of) return undefined;
  const line = lineOf(run, module.of);
  for (const name of ['forward', 'call', '__call__']) {
    const found = memberIn(line, name);
    if (found && !('is' in found) && found.binding.node.kind === 'function')
      return callClosure(run, methodOf(found.binding.node, found.owner, module), given);
  }
  return undefined;
}
