/** Patterns for calls that can only run again and again, or in a function: such code is indented, or near what repeats it. */

/**
 * Matches a line with `words` that is indented, or that also holds a loop, a comprehension, a lambda or a function's header,
 * and one inside brackets where a comprehension goes on in one of the next two lines.
 */
export function inBlock(words: string): RegExp {
  const forms = [
    `^[ \\t\\f].*(?:${words})`,
    `\\b(?:for|while|lambda|def)\\b.*(?:${words})`,
    `(?:${words}).*\\b(?:for|lambda)\\b`,
    `[[({].*(?:${words}).*(?:\\r?\\n.*){1,2}\\bfor\\b`,
  ];
  return new RegExp(forms.join('|'), 'm');
}
