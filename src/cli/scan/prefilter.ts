/** Tells from the raw text whether any rule could fire, so that most files of a tree are never parsed. */
import { isTest } from '../../core/engine/test-path';
import { looksLikeSweep } from '../../core/model/search/sweep-yaml';
import type { RuleMeta } from '../../core/rules/rule';
import { withoutProse } from '../../core/text/prose';
import { firstIn } from '../../core/text/search';
import { isInCode, isRepeated, isTriggeredBy, isTriggeredByWords, wordsIn } from '../../core/rules/triggers';
import { isNotebook, isYaml, type MayFire, type NotebookCode } from './load';

/** Suppression comments are looked at too, so that unused ones are reported. */
const SUPPRESSION = /#[ \t]*carbon[ \t]*:/;

/** A JSON escape of an ASCII character could hide a trigger inside a notebook. */
const HIDING_ESCAPE = /\\u00[2-7]/;

/**
 * Invariant: a file that fails the test has no finding. Triggers are identifiers or words of Python source, which
 * notebooks keep as they are inside their JSON.
 */
export function prefilter(rules: readonly RuleMeta[]): MayFire {
  const ofModules = rules.filter(({ only }) => only !== 'notebook');
  return (rawText, path, notebook) => {
    if (notebook) return mayFireIn(notebook, rules);
    if (isYaml(path)) return looksLikeSweep(rawText) && !isTest(path, rawText);
    if (SUPPRESSION.test(rawText)) return true;
    if (isTest(path, rawText)) return false;
    if (!isNotebook(path)) return mayFireInModule(rawText, ofModules);
    return HIDING_ESCAPE.test(rawText) || rules.some((rule) => isTriggeredByWords(rule, rawText));
  };
}

/** Prose is told apart where words speak for a rule, and patterns are looked for in what is left. */
function mayFireInModule(text: string, rules: readonly RuleMeta[]): boolean {
  const fitting = rules.filter((rule) => isTriggeredByWords(rule, text));
  if (fitting.length === 0) return false;
  const code = withoutProse(text);
  const holds = wordsIn(code);
  return fitting.some((rule) => isTriggeredBy(rule, holds) && isRepeated(rule, code));
}

/** The same for the code of a notebook, where patterns can be looked for as well. */
function mayFireIn({ text, accelerator, isWhole }: NotebookCode, rules: readonly RuleMeta[]): boolean {
  if (!isWhole || SUPPRESSION.test(text)) return true;
  const holds = (word: string | RegExp): boolean => isInCode(word, accelerator, (one) => firstIn(text, one));
  return rules.some((rule) => isTriggeredBy(rule, holds) && isRepeated(rule, text));
}
