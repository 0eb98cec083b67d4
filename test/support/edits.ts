/** Random edits of training code: most keep it parsing, as a person does who renames, moves, pastes and comments. */

export interface Edited {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export type Draw = () => number;

export const pick = <T>(draw: Draw, from: readonly T[]): T | undefined => from[Math.floor(draw() * from.length)];

type Kind = (text: string, draw: Draw, snippets: readonly string[]) => Edited | undefined;

/** One change of `text`; undefined when the drawn kind has nothing to change here. */
export function drawEdit(text: string, draw: Draw, snippets: readonly string[]): Edited | undefined {
  return pick(draw, KINDS)?.(text, draw, snippets);
}

export const applied = (text: string, { start, end, newText }: Edited): string =>
  text.slice(0, start) + newText + text.slice(end);

function match(text: string, draw: Draw, pattern: RegExp): Edited | undefined {
  const found = pick(draw, [...text.matchAll(pattern)]);
  return found && { start: found.index, end: found.index + found[0].length, newText: found[0] };
}

const IDENTIFIER = /\b[A-Za-z_]\w*\b/g;
const LINE = /[^\n]*\n/g;

const typeInIdentifier: Kind = (text, draw) => {
  const at = match(text, draw, IDENTIFIER);
  return at && { start: at.end, end: at.end, newText: pick(draw, ['x', '_', '2', 's']) ?? '' };
};

const eraseInIdentifier: Kind = (text, draw) => {
  const at = match(text, draw, /\b[A-Za-z_]\w+\b/g);
  return at && { start: at.end - 1, end: at.end, newText: '' };
};

const renameOne: Kind = (text, draw) => {
  const [at, other] = [match(text, draw, IDENTIFIER), match(text, draw, IDENTIFIER)];
  return at && other && { ...at, newText: other.newText };
};

const changeConstant: Kind = (text, draw) => {
  const at = match(text, draw, /\b\d+\b|\bTrue\b|\bFalse\b|\bNone\b|"cuda"|"cpu"/g);
  return (
    at && { ...at, newText: pick(draw, ['0', '1', '30', '2000000', 'True', 'False', 'None', '"cuda"', '"cpu"']) ?? '' }
  );
};

const dropArgument: Kind = (text, draw) => {
  const at = match(text, draw, /, *\w+=[^,()\n[\]{}]+(?=[,)])/g);
  return at && { ...at, newText: '' };
};

const dropLine: Kind = (text, draw) => {
  const at = match(text, draw, LINE);
  return at && { ...at, newText: '' };
};

const repeatLine: Kind = (text, draw) => {
  const at = match(text, draw, LINE);
  return at && { start: at.end, end: at.end, newText: at.newText };
};

const swapLines: Kind = (text, draw) => {
  const at = match(text, draw, /(^|(?<=\n))([ \t]*)(\S[^\n]*\n)\2(\S[^\n]*\n)/g);
  const lines = at?.newText.match(LINE);
  return at && lines?.[0] && lines[1] ? { ...at, newText: lines[1] + lines[0] } : undefined;
};

const comment: Kind = (text, draw) => {
  const at = match(text, draw, LINE);
  const line = pick(draw, [
    '# carbon: ignore[torch-training-in-fp32]\n',
    '# note\n',
    '\n',
    '# cuda backward autocast\n',
  ]);
  return at && { start: at.start, end: at.start, newText: (/^[ \t]*/.exec(at.newText)?.[0] ?? '') + (line ?? '') };
};

const blocks = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  const starts = [...text.matchAll(/^(?=[A-Za-z@])/gm)].map((one) => one.index);
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
};

const dropBlock: Kind = (text, draw) => {
  const block = pick(draw, blocks(text));
  return block && { ...block, newText: '' };
};

const pasteBlock: Kind = (text, draw, snippets) => {
  const at = pick(draw, blocks(text))?.start ?? text.length;
  const newText =
    draw() < 0.5
      ? pick(draw, snippets)
      : pick(
          draw,
          blocks(text).map((one) => text.slice(one.start, one.end)),
        );
  return newText === undefined
    ? undefined
    : { start: at, end: at, newText: newText.endsWith('\n') ? newText : `${newText}\n` };
};

/** A statement elsewhere that uses what another one names, so that what is found there depends on it. */
const useElsewhere: Kind = (text, draw) => {
  const at = pick(draw, blocks(text))?.start ?? text.length;
  const paths = [...text.matchAll(/(?<![\w."'])[a-z_]\w*(?:\.\w+)?(?=\.\w|\s*[,)=+])/g)].map(([path]) => path);
  const [path, other] = [pick(draw, paths), pick(draw, paths)];
  const attribute = pick(draw, [...text.matchAll(/(?<=\.)\w+\b/g)])?.[0];
  if (path === undefined || other === undefined || attribute === undefined) return undefined;
  const statements = [
    path,
    `${path}.${attribute}`,
    `${path}.${attribute}()`,
    `${path} = ${other}`,
    `${path} += ${other}`,
    `${path}.backward()`,
    `${path}.eval()`,
    `print(${path})`,
  ];
  return { start: at, end: at, newText: `${pick(draw, statements) ?? ''}\n` };
};

const typeAnything: Kind = (text, draw) => {
  const at = Math.floor(draw() * (text.length + 1));
  return { start: at, end: at, newText: pick(draw, [' ', '\n', '(', '"', '#', 'x', '=', ':', '    ']) ?? '' };
};

const KINDS: readonly Kind[] = [
  ...Array<Kind>(4).fill(typeInIdentifier),
  ...Array<Kind>(3).fill(eraseInIdentifier),
  ...Array<Kind>(4).fill(renameOne),
  ...Array<Kind>(3).fill(changeConstant),
  useElsewhere,
  useElsewhere,
  useElsewhere,
  dropArgument,
  dropArgument,
  dropLine,
  dropLine,
  repeatLine,
  swapLines,
  swapLines,
  comment,
  dropBlock,
  pasteBlock,
  pasteBlock,
  typeAnything,
];
