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
  return limited(whole, {
    calls: remembered((name) => whole.calls(name)),
    names: remembered((id) => whole.names(id)),
    attributes: remembered((attr) => whole.attributes(attr)),
  });
}

/** The same for a program that lives on while its text changes: every look-up is made again. */
export function limitTrackedCalls(whole: Program): LimitedProgram {
  return limited(whole, { calls: (name) => whole.calls(name) });
}

type LookUps = Partial<Pick<Program, 'calls' | 'names' | 'attributes'>> & Pick<Program, 'calls'>;

function limited(whole: Program, { calls, ...others }: LookUps): LimitedProgram {
  const left = new Set<string>();
  const first = remembering(calls, left);
  const properties = Object.entries({ ...others, calls: first }).map(([name, value]) => [
    name,
    { value, enumerable: true },
  ]);
  const program = Object.create(whole, Object.fromEntries(properties) as PropertyDescriptorMap) as Program;
  const problems = (): readonly string[] =>
    [...left].flatMap((name) => {
      const { length } = whole.calls(name);
      return length > MAX_CALLS ? [`only the first ${MAX_CALLS} of ${length} calls of ${name} were looked at`] : [];
    });
  return { program, problems };
}

/** The first calls; notes in `left` of what there were more. */
function remembering(calls: Program['calls'], left: Set<string>): Program['calls'] {
  return (name) => {
    const all = calls(name);
    if (all.length <= MAX_CALLS) return all;
    left.add(name);
    return all.slice(0, MAX_CALLS);
  };
}

function remembered<T>(find: (name: string) => readonly T[]): (name: string) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  return (name) => {
    let found = known.get(name);
    if (!found) known.set(name, (found = find(name)));
    return found;
  };
}
