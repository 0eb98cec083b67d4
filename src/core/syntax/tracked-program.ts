/** A program whose look-ups are noted, so that answers found with it can be kept over an edit. */
import type { Program } from './program';
import type { Tracker } from './tracker';

/**
 * Stands for the program of the current version. Invariant: `text` is read around nodes that the reader holds; who looks
 * for something anywhere in it must read `always` as well.
 */
export function trackedProgram(current: () => Program, tracker: Tracker): Program {
  return {
    get text() {
      return current().text;
    },
    get module() {
      return current().module;
    },
    get comments() {
      tracker.readListing('comments');
      return current().comments;
    },
    get broken() {
      tracker.readListing('broken');
      return current().broken;
    },
    first: (word) => tracker.readFirst(word),
    mentions: (word) => tracker.readWord(word, (one) => current().mentions(one)),
    calls: (name) => {
      tracker.readIndex('calls', name);
      return current().calls(name);
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
    get imports() {
      tracker.readListing('imports');
      return current().imports;
    },
    get functions() {
      tracker.readListing('functions');
      return current().functions;
    },
    get classes() {
      tracker.readListing('classes');
      return current().classes;
    },
    get loops() {
      tracker.readListing('loops');
      return current().loops;
    },
    get withs() {
      tracker.readListing('withs');
      return current().withs;
    },
  };
}
