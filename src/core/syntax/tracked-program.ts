/** A program whose look-ups are noted, so that answers found with it can be kept over an edit. */
import type { Program } from './program';
import type { Listing, Tracker } from './tracker';

/** What a program lists as a whole, by the name under which the reading is noted. */
const LISTINGS = [
  'comments',
  'broken',
  'imports',
  'functions',
  'classes',
  'loops',
  'withs',
] as const satisfies readonly Listing[];

type LookUps = Omit<Program, (typeof LISTINGS)[number]>;

/**
 * Stands for the program of the current version. Invariant: `text` and `commentsIn` are read around nodes that the reader
 * holds; who looks for something anywhere uses `first`.
 */
export function trackedProgram(current: () => Program, tracker: Tracker): Program {
  const program = lookUps(current, tracker);
  for (const listing of LISTINGS) {
    const get = (): unknown => {
      tracker.readListing(listing);
      return current()[listing];
    };
    Object.defineProperty(program, listing, { get, enumerable: true });
  }
  return program as Program;
}

function lookUps(current: () => Program, tracker: Tracker): LookUps {
  return {
    get text() {
      return current().text;
    },
    get module() {
      return current().module;
    },
    commentsIn: (span) => current().commentsIn(span),
    first: (word) => tracker.readFirst(word),
    mentions: (word) => tracker.readWord(word, (one) => current().mentions(one)),
    calls: (name) => {
      tracker.readIndex('calls', name);
      return current().calls(name);
    },
    callsIn: (scope, name) => {
      if (scope.kind === 'module') tracker.readIndex('calls', name);
      return current().callsIn(scope, name);
    },
    calledNames: () => {
      tracker.readListing('called names');
      return current().calledNames();
    },
    names: (id) => {
      tracker.readIndex('names', id);
      return current().names(id);
    },
    attributes: (attr) => {
      tracker.readIndex('attributes', attr);
      return current().attributes(attr);
    },
  };
}
