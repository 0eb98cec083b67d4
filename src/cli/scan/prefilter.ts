/** Tells from the raw text which rules could fire, so that most files of a tree are never parsed. */
import { severityOf } from '../../core/config/severity';
import type { Config } from '../../core/config/types';
import { isTest } from '../../core/engine/test-path';
import { looksLikeSweep } from '../../core/model/search/sweep-yaml';
import type { RuleId, RuleMeta } from '../../core/rules/rule';
import { withoutProse, withoutTexts } from '../../core/text/prose';
import { type Lines, linesOf } from '../../core/text/repetition';
import {
  type Holds,
  isIn,
  isInCode,
  isInPlace,
  isRuledOut,
  isTriggeredBy,
  isTriggeredByWords,
  once,
} from '../../core/rules/triggers';
import type { Candidates } from './candidates';
import { isNotebook, isYaml, type Prefilter, type NotebookCode } from './load';

/** Suppression comments are looked at too, so that unused ones are reported. */
const SUPPRESSION = /#[ \t]*carbon[ \t]*:/;

/** A JSON escape of an ASCII character could hide a trigger inside a notebook. */
const HIDING_ESCAPE = /\\u00[2-7]/;

/** The prefilter for the rules that a configuration leaves on; the same one for the same configuration. */
export function prefilters(rules: readonly RuleMeta[]): (config: Config) => Prefilter {
  const known = new WeakMap<Config, Prefilter>();
  return (config) => {
    let found = known.get(config);
    if (!found) known.set(config, (found = prefilter(rules.filter((rule) => severityOf(rule, config) !== 'off'))));
    return found;
  };
}

/**
 * Invariant: a rule that is not named has no finding in the file. Triggers are identifiers or words of Python source, which
 * notebooks keep as they are inside their JSON.
 */
export function prefilter(rules: readonly RuleMeta[]): Prefilter {
  const ofModules = rules.filter(({ only }) => only !== 'notebook');
  return (rawText, path, notebook) => {
    if (notebook) return candidatesIn(notebook, rules);
    if (isYaml(path)) return looksLikeSweep(rawText) && !isTest(path, rawText) ? 'all' : NONE;
    if (SUPPRESSION.test(rawText)) return 'all';
    if (isTest(path, rawText)) return NONE;
    if (!isNotebook(path)) return candidatesInModule(rawText, ofModules);
    const inText = once((word) => isIn(rawText, word));
    return HIDING_ESCAPE.test(rawText) || rules.some((rule) => isTriggeredByWords(rule, inText)) ? 'all' : NONE;
  };
}

const NONE: Candidates = new Set();

/** Prose is told apart where words speak for a rule; patterns are looked for in what is code for certain. */
function candidatesInModule(text: string, rules: readonly RuleMeta[]): Candidates {
  const inText = once((word) => isIn(text, word));
  const fitting = rules.filter((rule) => isTriggeredByWords(rule, inText));
  if (fitting.length === 0) return NONE;
  const words = withoutProse(text);
  const code = withoutTexts(words);
  const holds = once((word) => isIn(typeof word === 'string' ? words : code, word));
  return named(fitting, code, holds, (rule) => isRuledOut(rule, text));
}

/** The same for the code of a notebook, where patterns can be looked for as well. */
function candidatesIn({ text, accelerator, isWhole }: NotebookCode, rules: readonly RuleMeta[]): Candidates {
  if (!isWhole || SUPPRESSION.test(text)) return 'all';
  const holds = once((word) => isInCode(word, accelerator, (one) => isIn(text, one)));
  return named(rules, withoutTexts(text), holds, () => false);
}

/** Lines are told apart when the first rule asks where in the code something stands. */
function named(
  rules: readonly RuleMeta[],
  code: string,
  holds: Holds,
  isOut: (rule: RuleMeta) => boolean,
): ReadonlySet<RuleId> {
  let known: { readonly lines: Lines } | undefined;
  const lines = (): Lines => (known ??= { lines: linesOf(code) }).lines;
  return new Set(
    rules
      .filter((rule) => isTriggeredBy(rule, holds) && !isOut(rule) && isInPlace(rule, lines, holds))
      .map(({ id }) => id),
  );
}
