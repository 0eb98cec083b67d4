/** Changes that no editor would make in one go: cuts, torn quotes and brackets, odd characters, deep nesting, repetition. */
import { pick, type Draw } from '../../support/edits';

type Kind = (text: string, draw: Draw, other: () => string) => string;

const ODD = [
  ...['\0', '\uFEFF', '\uD800', '\uDC00', '\u2028', '\u0085', '\f', '\v', '\r', '\r\n', '\t', '\u200E', '🌱', 'é', 'ﬀ'],
  ...[
    '"""',
    "'''",
    '"',
    "'",
    'f"',
    "rb'",
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '\\',
    '\\\n',
    '#',
    ';',
    ':',
    ',',
    '@',
    '=',
    ':=',
  ],
  ...[
    'lambda',
    'yield',
    'await',
    'async',
    'match',
    'case _:',
    'print ',
    'exec ',
    '<>',
    '`x`',
    '0777',
    '1_000',
    '10**400',
  ],
  ...[
    '*',
    '**',
    '->',
    '...',
    '%matplotlib inline\n',
    '!pip install x\n',
    '# carbon: ignore[',
    '# type: ignore',
    '\n\n\n',
  ],
  ...[
    '1e999',
    'nan',
    '-0',
    '0x',
    'global ',
    'nonlocal ',
    'del ',
    'with ',
    'try:',
    'else:',
    'except*',
    'class ',
    'def ',
  ],
];

const at = (text: string, draw: Draw): number => Math.floor(draw() * (text.length + 1));

function replaced(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

const insertOdd: Kind = (text, draw) => {
  const place = at(text, draw);
  return replaced(text, place, place, pick(draw, ODD) ?? '');
};

const cut: Kind = (text, draw) => {
  const start = at(text, draw);
  return replaced(text, start, start + Math.floor(40 * draw() ** 2) + 1, '');
};

const cutMuch: Kind = (text, draw) => {
  const start = at(text, draw);
  return replaced(text, start, start + Math.floor(draw() * text.length * 0.5), '');
};

const truncate: Kind = (text, draw) => text.slice(0, at(text, draw));

const flip: Kind = (text, draw) => {
  const place = at(text, draw);
  return replaced(text, place, place + 1, String.fromCharCode(Math.floor(draw() * 128)));
};

const indent: Kind = (text, draw) => {
  const lines = text.split('\n');
  const line = Math.floor(draw() * lines.length);
  const by = pick(draw, ['', ' ', '\t', '    ', '        ']) ?? '';
  lines[line] = by + (lines[line] ?? '').trimStart();
  return lines.join('\n');
};

const splice: Kind = (text, draw, other) => {
  const place = at(text, draw);
  const piece = other();
  return replaced(text, place, place, piece.slice(0, Math.floor(draw() * Math.min(3000, piece.length))));
};

/** Moves a part to another place in the middle of whatever is there. */
const move: Kind = (text, draw) => {
  const start = at(text, draw);
  const part = text.slice(start, start + Math.floor(draw() * 200));
  const rest = text.slice(0, start) + text.slice(start + part.length);
  const place = at(rest, draw);
  return replaced(rest, place, place, part);
};

const repeat: Kind = (text, draw) => {
  const start = at(text, draw);
  const part = text.slice(start, start + Math.floor(draw() * 120));
  return replaced(text, start, start, part.repeat(1 + Math.floor(20 * draw() ** 2)));
};

const nest: Kind = (text, draw) => {
  const place = at(text, draw);
  const depth = Math.floor(400 * draw() ** 3);
  const [open, close] = pick(draw, [
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
    ['f(', ')'],
    ['not ', ''],
    ['-', ''],
    ['a.', ''],
    ['lambda: ', ''],
  ]) ?? ['', ''];
  return replaced(text, place, place, open.repeat(depth) + (draw() < 0.7 ? `x${close.repeat(depth)}` : ''));
};

const nestBlocks: Kind = (text, draw) => {
  const depth = Math.floor(60 * draw() ** 2);
  const header = pick(draw, ['if x:', 'for x in y:', 'while x:', 'def f():', 'class C:', 'with x:', 'try:']) ?? '';
  return `${text}\n${Array.from({ length: depth }, (_, level) => ' '.repeat(level) + header).join('\n')}\n`;
};

const lineEnds: Kind = (text, draw) => text.replaceAll('\n', pick(draw, ['\r\n', '\r', '\n']) ?? '\n');

const KINDS: readonly Kind[] = [
  ...[insertOdd, insertOdd, insertOdd, insertOdd, cut, cut, cut, cutMuch, truncate, flip, flip, indent, indent],
  ...[splice, splice, move, move, repeat, nest, nestBlocks, lineEnds],
];

export function damage(text: string, draw: Draw, other: () => string): string {
  return pick(draw, KINDS)?.(text, draw, other) ?? text;
}
