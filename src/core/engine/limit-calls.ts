/** Bounds the work on one text: of a function that is called very often only the first calls are looked at. */
import type { Program } from '../syntax/program';

/** No program that people write trains, searches or logs in so many places. */
const MAX_CALLS = 1000;

export interface LimitedProgram {
  readonly program: Program;
  /** One line for each function of which calls were left out so far. */
  problems(): readonly string[];
}

/** A view of a program that also keeps the answers which every rule asks for again. */
export function limitCalls(whole: Program): LimitedProgram {
  const left = new Map<string, number>();
  const firstCalls: Program['calls'] = (name) => {
    const all = whole.calls(name);
    if (all.length <= MAX_CALLS) return all;
    left.set(name, all.length);
    return all.slice(0, MAX_CALLS);
  };
  const program = Object.create(whole, {
    calls: { value: remembered(firstCalls), enumerable: true },
    names: { value: remembered((id) => whole.names(id)), enumerable: true },
    attributes: { value: remembered((attr) => whole.attributes(attr)), enumerable: true },
  }) as Program;
  const problems = (): readonly string[] =>
    [...left].map(([name, count]) => `only the first ${MAX_CALLS} of ${count} calls of ${name} were looked at`);
  return { program, problems };
}

function remembered<T>(find: (name: string) => readonly T[]): (name: string) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  return (name) => {
    let found = known.get(name);
    if (!found) known.set(name, (found = find(name)));
    return found;
  };
}
