/** Tells from text alone whether a rule could fire, so that most files are never parsed. */
import type { RuleMeta } from './rule';

type Words = Pick<RuleMeta, 'triggers' | 'requires'>;

const holds = (text: string, word: string | RegExp): boolean =>
  typeof word === 'string' ? text.includes(word) : word.test(text);

/** Invariant: a rule never fires in a text that fails this, so skipping it loses nothing. */
export function isTriggered({ triggers, requires = [] }: Words, text: string): boolean {
  return (
    triggers.some((word) => text.includes(word)) && requires.every((words) => words.some((word) => holds(text, word)))
  );
}

/** The same for the JSON of a notebook, which keeps words as they are but not lines. */
export function isTriggeredInJson({ triggers, requires = [] }: Words, json: string): boolean {
  const words = requires.filter((list) => list.every((word) => typeof word === 'string'));
  return isTriggered({ triggers, requires: words }, json);
}
