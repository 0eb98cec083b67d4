/** Tells from text alone whether a rule could fire, so that most files are never parsed. */
import { RUNTIME_ACCELERATOR } from '../model/accelerator-words';
import { mayPrecedeLoop } from '../text/before-loop';
import { mayRepeat } from '../text/repetition';
import type { RuleMeta } from './rule';

type Words = Pick<RuleMeta, 'triggers' | 'requires'>;

/** Invariant: a rule never fires in a text that fails this, so skipping it loses nothing. */
export function isTriggered(words: Words, text: string): boolean {
  return isTriggeredBy(words, (word) => holds(text, word));
}

function holds(text: string, word: string | RegExp): boolean {
  return typeof word === 'string' ? text.includes(word) : word.test(text);
}

/** The same for a text of which `holds` tells what is in it. */
export function isTriggeredBy({ triggers, requires = [] }: Words, holds: (word: string | RegExp) => boolean): boolean {
  return triggers.some(holds) && requires.every((words) => words.some(holds));
}

/** Whether what a rule looks for may run again and again, or in a loop behind it, as far as the lines tell. */
export function isRepeated(
  { repeats, precedesLoop }: Pick<RuleMeta, 'repeats' | 'precedesLoop'>,
  text: string,
): boolean {
  const isAnyway = ({ or }: { readonly or?: Alternatives }): boolean => or?.some((word) => holds(text, word)) === true;
  if (repeats && !isAnyway(repeats) && !mayRepeat(text, repeats)) return false;
  return !precedesLoop || isAnyway(precedesLoop) || mayPrecedeLoop(text, precedesLoop.what);
}

type Alternatives = readonly (string | RegExp)[];

/** The accelerator of a notebook is in its metadata, where the word stands for it. */
export function isInCode(
  word: string | RegExp,
  accelerator: string | null,
  first: (word: string | RegExp) => unknown,
): boolean {
  if (first(word)) return true;
  if (accelerator === null) return false;
  return typeof word === 'string' ? RUNTIME_ACCELERATOR.includes(word) : word.test(`# ${RUNTIME_ACCELERATOR}`);
}

/** The same as far as plain words tell: for the JSON of a notebook, which keeps words but not lines, and because they are quick. */
export function isTriggeredByWords({ triggers, requires = [] }: Words, text: string): boolean {
  const words = requires.filter((list) => list.every((word) => typeof word === 'string'));
  return isTriggered({ triggers, requires: words }, text);
}

/** What is in a text, of which each word is looked for once: rules share many. */
export function wordsIn(text: string): (word: string | RegExp) => boolean {
  const known = new Map<string | RegExp, boolean>();
  return (word) => {
    let is = known.get(word);
    if (is === undefined) known.set(word, (is = holds(text, word)));
    return is;
  };
}
