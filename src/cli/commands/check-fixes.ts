/** What `--fix` and `--diff` do with a mended document: write it, or show what would change. */
import type { Decoded } from '../files/decode';
import { replaceFile } from '../files/write';
import type { Daring } from '../scan/choose';
import { fileText, mend, type Mended } from '../scan/mend';
import { reported, type FileOutcome, type OpenDocument, type Visit } from '../scan/scan';

/** Called with the whole text of a file before and after; says what is wrong, or null. */
export type Deliver = (document: OpenDocument, change: Change) => string | null;

export interface Change {
  readonly before: string;
  readonly after: string;
}

/** Undefined with a reason when the bytes of the file would not survive. */
function encoded(decoded: Decoded, bytes: Uint8Array, after: string): Uint8Array | string {
  const { encode, encoding, text } = decoded;
  if (encode === null) return `not fixed: files in ${encoding} are read but not written`;
  if (Buffer.compare(encode(text) ?? new Uint8Array(), bytes) !== 0) return 'not fixed: its bytes would not survive';
  return encode(after) ?? `not fixed: the fix needs characters that ${encoding} lacks`;
}

/** Replaces the file. */
export const writeBack: Deliver = ({ subject, file }, { after }) => {
  const result = encoded(subject.decoded, subject.bytes, after);
  return typeof result === 'string' ? result : replaceFile(file.path, file.root, subject.bytes, result);
};

/** Hands the bytes of the mended file on. */
export function handOver(take: (content: Uint8Array) => void): Deliver {
  return ({ subject }, { after }) => {
    const result = encoded(subject.decoded, subject.bytes, after);
    if (typeof result === 'string') return result;
    take(result);
    return null;
  };
}

function counted(fixes: number): string {
  return `${fixes} ${fixes === 1 ? 'fix' : 'fixes'} applied`;
}

function failed(outcome: FileOutcome, message: string): FileOutcome {
  return { ...outcome, errors: [...outcome.errors, { path: outcome.file.shown, message }] };
}

/** `outcome` is what was reported before fixing. */
function afterFixing(outcome: FileOutcome, document: OpenDocument, mended: Mended, deliver: Deliver): FileOutcome {
  const before = document.subject.decoded.text;
  const after = fileText(before, mended.document.subject.source);
  if (after === undefined) return failed(outcome, 'not fixed: the notebook cannot be rewritten');
  const problem = deliver(document, { before, after });
  if (problem !== null) return failed(outcome, problem);
  const rest = reported(mended.document);
  const notice = { path: document.file.shown, line: null, message: counted(mended.fixes) };
  return { ...rest, notices: [notice, ...rest.notices] };
}

/** Reports what is left after fixing. A file that cannot be written is reported as it is. */
export function fixing(daring: Daring, deliver: Deliver): Visit {
  return (document) => {
    const outcome = reported(document);
    const mended = mend(document, daring);
    return mended.fixes === 0 ? outcome : afterFixing(outcome, document, mended, deliver);
  };
}

/** Reports what was found, and hands over what fixing would change. */
export function previewing(daring: Daring, show: (document: OpenDocument, change: Change) => void): Visit {
  return (document) => {
    const outcome = reported(document);
    const mended = mend(document, daring);
    const before = document.subject.decoded.text;
    const after = mended.fixes === 0 ? before : fileText(before, mended.document.subject.source);
    if (after !== undefined && after !== before) show(document, { before, after });
    return outcome;
  };
}
