/** Says whether a fixed module is laid out as it was: byte order mark, line ends, last line, tabs or spaces. */

/** Texts of problems; `before` and `after` are the file as it is read, with its mark. */
export function styleChanges(before: string, after: string): readonly string[] {
  return [
    ...(before.startsWith('\uFEFF') === after.startsWith('\uFEFF') ? [] : ['changes the byte order mark']),
    ...(newKinds(lineEnds(before), lineEnds(after)) ? ['brings in other line ends'] : []),
    ...(/[\r\n]$/.test(before) && !/[\r\n]$/.test(after) ? ['drops the end of the last line'] : []),
    ...(newKinds(indents(before), indents(after)) ? ['brings in another kind of indentation'] : []),
    ...(trailing(after) > trailing(before) ? ['leaves spaces at the end of a line'] : []),
  ];
}

/** A text without any of a kind does not say what it would be. */
function newKinds(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return before.size > 0 && [...after].some((kind) => !before.has(kind));
}

function lineEnds(text: string): ReadonlySet<string> {
  return new Set(text.match(/\r\n|\r|\n/g) ?? []);
}

function indents(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/^([\t ])[\t ]*(?=[^\s#])/gm), ([, first = '']) => first));
}

function trailing(text: string): number {
  return text.match(/[\t ](?=\r|\n|$)/g)?.length ?? 0;
}
