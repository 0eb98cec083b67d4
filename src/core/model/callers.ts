/** Finds the calls that run a local function. */
import type { Call, FunctionDef } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Resolver } from './resolver';

/** Calls of the function; of a constructor also the calls of its class. */
export function callersIn(
  program: Program,
  definition: FunctionDef,
  resolver: Pick<Resolver, 'origins'>,
): readonly Call[] {
  const made = definition.name === '__init__' && definition.parent?.kind === 'class' ? definition.parent : undefined;
  const calls = [...program.calls(definition.name), ...(made ? program.calls(made.name) : [])];
  return calls.filter((call) =>
    resolver
      .origins(call.func)
      .some(
        (origin) =>
          (origin.kind === 'function' && origin.definition === definition) ||
          (origin.kind === 'class' && origin.definition === made),
      ),
  );
}
