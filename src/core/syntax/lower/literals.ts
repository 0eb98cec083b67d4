/** The values of Python literals. */

const INTEGER_PREFIX = /^0[xXoObB]/;

/** The value of an integer or float literal; undefined for complex numbers. */
export function numberValue(source: string): number | undefined {
  const digits = source.replaceAll('_', '').replace(/[lL]$/, '');
  if (/[jJ]$/.test(digits)) return undefined;
  const value = INTEGER_PREFIX.test(digits) ? Number(digits) : Number.parseFloat(digits);
  return Number.isNaN(value) ? undefined : value;
}

export interface StringLiteral {
  readonly value: string;
  readonly bytes: boolean;
  readonly formatted: boolean;
}

const STRING_SHAPE = /^([A-Za-z]{0,3})('''|"""|'|")([\s\S]*)\2$/;

/** Splits a string literal into its kind and value; undefined when it is not closed. */
export function stringValue(source: string): StringLiteral | undefined {
  const match = STRING_SHAPE.exec(source);
  if (!match) return undefined;
  const prefix = (match[1] ?? '').toLowerCase();
  const body = match[3] ?? '';
  const raw = prefix.includes('r');
  return {
    value: raw ? body : unescape(body),
    bytes: prefix.includes('b'),
    formatted: prefix.includes('f') || prefix.includes('t'),
  };
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

function unescape(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|[\s\S])/g, (whole, escape: string) => {
    if (escape === '\r\n') return '';
    if (escape.length > 1) return codePoint(Number.parseInt(escape.slice(1), 16));
    return SIMPLE_ESCAPES[escape] ?? whole;
  });
}

function codePoint(value: number): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}
