/** Tells from text alone whether a rule could fire, so that most files are never parsed. */
import { RUNTIME_ACCELERATOR } from '../model/accelerator-words';
import { mayHoldLine, mayPrecedeLoop } from '../text/before-loop';
import { type Lines, mayRepeat } from '../text/repetition';
import type { RuleMeta } from './rule';

type Word = string | RegExp;
type Words = Pick<RuleMeta, 'triggers' | 'requires' | 'unless'>;

/** Whether a word is in a text. */
export type Holds = (word: Word) => boolean;

/** Invariant: a rule never fires in a text that fails this, so skipping it loses nothing. */
export function isTriggeredBy({ triggers, requires = [], unless = [] }: Words, holds: Holds): boolean {
  return triggers.some(holds) && requires.every((words) => words.some(holds)) && !unless.some(holds);
}

/** The same as far as plain words tell: for the JSON of a notebook, which keeps words but not lines, and because they are quick. */
export function isTriggeredByWords({ triggers, requires = [] }: Words, holds: Holds): boolean {
  return (
    triggers.some(holds) &&
    requires.every((words) => words.some((word) => typeof word !== 'string') || words.some(holds))
  );
}

/** Whether a word of the text, which may stand in a comment, says that the rule finds nothing in it. */
export const isRuledOut = ({ unless = [] }: Words, text: string): boolean => unless.some((word) => isIn(text, word));

/** Whether what a rule looks for may stand where it has to stand, as far as the lines tell. */
export function isInPlace({ repeats, precedesLoop, lines = [] }: RuleMeta, code: () => Lines, holds: Holds): boolean {
  const isAnyway = ({ or }: { readonly or?: readonly Word[] }): boolean => or?.some(holds) === true;
  if (repeats && !isAnyway(repeats) && !mayRepeat(code(), repeats)) return false;
  if (precedesLoop && !isAnyway(precedesLoop) && !mayPrecedeLoop(code(), precedesLoop.what)) return false;
  return lines.every((wanted) => isAnyway(wanted) || mayHoldLine(code(), wanted));
}

/** The accelerator of a notebook is in its metadata, where the word stands for it. */
export function isInCode(word: Word, accelerator: string | null, first: (word: Word) => unknown): boolean {
  if (first(word)) return true;
  if (accelerator === null) return false;
  return typeof word === 'string' ? RUNTIME_ACCELERATOR.includes(word) : word.test(`# ${RUNTIME_ACCELERATOR}`);
}

export function isIn(text: string, word: Word): boolean {
  return typeof word === 'string' ? text.includes(word) : word.test(text);
}

/** Looks for each word once: rules share many. */
export function once(holds: Holds): Holds {
  const known = new Map<Word, boolean>();
  return (word) => {
    let is = known.get(word);
    if (is === undefined) known.set(word, (is = holds(word)));
    return is;
  };
}
