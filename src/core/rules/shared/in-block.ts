/** Patterns for calls in code, and for those that can only run again and again or in a function; examples in docstrings do not count. */

/** What a line of a comment or of an example in a docstring starts with. */
const PROSE = '(?:>>>|\\.\\.\\. |#)';

/** Matches a line with `words` that is no comment and no example. */
export function inCode(words: string): RegExp {
  return new RegExp(`${inIndented(words)}|^(?!${PROSE})(?:${words})|^(?!${PROSE})\\S.*?(?:${words})`, 'm');
}

/**
 * What a line starts with, up to the first match of `pattern`, without a second try: where something stands behind one match, it
 * stands behind the first, and a long line without it must not take the square of its length. `name` is used once in a pattern.
 */
function upTo(name: string, pattern: string): string {
  return `(?=(?<${name}>.*?(?:${pattern})))\\k<${name}>`;
}

/**
 * Matches a line with `words` that is indented, or that also holds a loop, a comprehension, a lambda or a function's header,
 * and one inside brackets where a comprehension goes on in one of the next two lines.
 */
export function inBlock(words: string): RegExp {
  const forms = [
    `${upTo('loop', '\\b(?:for|while|lambda|def)\\b')}.*?(?:${words})`,
    `${upTo('word', words)}.*?\\b(?:for|lambda)\\b`,
    `${upTo('open', '[[({]')}${upTo('inside', words)}.*(?:\\r?\\n.*){1,2}\\bfor\\b`,
  ];
  return new RegExp(`${inIndented(words)}|^(?!${PROSE}|[ \\t\\f])(?:${forms.join('|')})`, 'm');
}

function inIndented(words: string): string {
  return `^[ \\t\\f]+(?!${PROSE})(?:${words})|^[ \\t\\f]+(?!${PROSE})\\S.*?(?:${words})`;
}
