/** Bytes of a source file to text and back, the way Python reads them (PEP 263), without losing a byte. */

/** `null` encode: the text can be analysed but not written back. */
export interface Decoded {
  readonly text: string;
  /** As named in messages: "utf-8", "latin-1", "shift_jis". */
  readonly encoding: string;
  readonly encode: ((text: string) => Uint8Array | null) | null;
}

const BOM = '\ufeff';

/** https://peps.python.org/pep-0263/: a comment in one of the first two lines. */
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

const LATIN_1 = /^(latin|iso)[-_]?(8859[-_])?1$/i;

function cookieOf(latin: string): string | undefined {
  const lines = latin.slice(0, 500).split(/\r\n?|\n/, 2);
  return lines.map((line) => COOKIE.exec(line)?.[1]).find((name) => name !== undefined);
}

function utf8(bytes: Uint8Array): Decoded | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const mark = text.startsWith(BOM) ? BOM : '';
  return { text: text.slice(mark.length), encoding: 'utf-8', encode: (after) => Buffer.from(mark + after, 'utf8') };
}

/** Every byte is a character, so any text of such characters goes back to the bytes it came from. */
function latin1(bytes: Uint8Array): Decoded {
  const fits = (text: string) => !/[^\u0000-\u00ff]/.test(text); // eslint-disable-line no-control-regex -- the whole byte range
  const encode = (text: string) => (fits(text) ? Buffer.from(text, 'latin1') : null);
  return { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin-1', encode };
}

/** An encoding that can be read here but not written. */
function declared(bytes: Uint8Array, name: string): Decoded | undefined {
  try {
    const decoder = new TextDecoder(name.replaceAll('_', '-'), { fatal: true });
    return { text: decoder.decode(bytes), encoding: name, encode: null };
  } catch {
    return undefined;
  }
}

/** Text that is not UTF-8 and does not say what it is, is read as Latin-1, which never fails and never loses a byte. */
export function decode(bytes: Uint8Array): Decoded {
  const cookie = cookieOf(Buffer.from(bytes.subarray(0, 500)).toString('latin1'));
  if (cookie !== undefined && LATIN_1.test(cookie)) return latin1(bytes);
  return utf8(bytes) ?? (cookie === undefined ? undefined : declared(bytes, cookie)) ?? latin1(bytes);
}
