/** Tells from the raw text whether any rule could fire, so that most files of a tree are never parsed. */
import { severityOf } from '../../core/config/severity';
import type { Config } from '../../core/config/types';
import { isTestPath } from '../../core/engine/test-path';
import { looksLikeSweep } from '../../core/model/search/sweep-yaml';
import type { RuleMeta } from '../../core/rules/rule';
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
import { isNotebook, isYaml, type MayFire, type NotebookCode } from './load';

/** Suppression comments are looked at too, so that unused ones are reported. */
const SUPPRESSION = /#[ \t]*carbon[ \t]*:/;

/** A JSON escape of an ASCII character could hide a trigger inside a notebook. */
const HIDING_ESCAPE = /\\u00[2-7]/;

/** The prefilter for the rules that a configuration leaves on; the same one for the same configuration. */
export function prefilters(rules: readonly RuleMeta[]): (config: Config) => MayFire {
  const known = new WeakMap<Config, MayFire>();
  return (config) => {
    let mayFire = known.get(config);
    if (!mayFire) {
      const active = rules.filter((rule) => severityOf(rule, config) !== 'off');
      known.set(config, (mayFire = prefilter(active)));
    }
    return mayFire;
  };
}

/**
 * Invariant: a file that fails the test has no finding. Triggers are identifiers or words of Python source, which
 * notebooks keep as they are inside their JSON.
 */
export function prefilter(rules: readonly RuleMeta[]): MayFire {
  const ofModules = rules.filter(({ only }) => only !== 'notebook');
  return (rawText, path, notebook) => {
    if (notebook) return mayFireIn(notebook, rules);
    if (isYaml(path)) return looksLikeSweep(rawText) && !isTestPath(path);
    if (SUPPRESSION.test(rawText)) return true;
    if (isTestPath(path)) return false;
    if (!isNotebook(path)) return mayFireInModule(rawText, ofModules);
    const inText = once((word) => isIn(rawText, word));
    return HIDING_ESCAPE.test(rawText) || rules.some((rule) => isTriggeredByWords(rule, inText));
  };
}

/** Prose is told apart where words speak for a rule; patterns are looked for in what is code for certain. */
function mayFireInModule(text: string, rules: readonly RuleMeta[]): boolean {
  const inText = once((word) => isIn(text, word));
  const fitting = rules.filter((rule) => isTriggeredByWords(rule, inText));
  return fitting.length > 0 && mayFireInCode(codeOf(withoutProse(text)), fitting, (rule) => isRuledOut(rule, text));
}

/** The same for the code of a notebook, where patterns can be looked for as well. */
function mayFireIn({ text, accelerator, isWhole }: NotebookCode, rules: readonly RuleMeta[]): boolean {
  if (!isWhole || SUPPRESSION.test(text)) return true;
  const holds = once((word) => isInCode(word, accelerator, (one) => isIn(text, one)));
  return mayFireInCode({ holds, lines: () => linesOf(withoutTexts(text)) }, rules, () => false);
}

/** What is looked in. */
interface Code {
  readonly holds: Holds;
  /** Told apart when somebody asks. */
  readonly lines: () => Lines;
}

function codeOf(text: string): Code {
  const bare = withoutTexts(text);
  return {
    holds: once((word) => isIn(typeof word === 'string' ? text : bare, word)),
    lines: () => linesOf(bare),
  };
}

function mayFireInCode(
  { holds, lines }: Code,
  rules: readonly RuleMeta[],
  isOut: (rule: RuleMeta) => boolean,
): boolean {
  let known: { readonly lines: Lines } | undefined;
  const told = (): Lines => (known ??= { lines: lines() }).lines;
  return rules.some(
    (rule) => isTriggeredBy(rule, holds) && !isOut(rule) && (!isPlaced(rule) || isInPlace(rule, told(), holds)),
  );
}

/** The rule says where what it looks for has to stand. */
const isPlaced = ({ repeats, precedesLoop, lines }: RuleMeta): boolean =>
  repeats !== undefined || precedesLoop !== undefined || lines !== undefined;
