/** The four ways a check can go: report only, fix files, fix standard input, or show a diff. */
import type { Input } from '../files/input';
import type { Io } from '../io';
import type { Daring } from '../scan/choose';
import { reported, type Visit } from '../scan/scan';
import { unifiedDiff } from '../../core/fixes/diff';
import { fixing, handOver, previewing, writeBack } from './check-fixes';

export interface Mode {
  readonly visit: Visit;
  /** Standard output carries a diff or a fixed file, so the report goes elsewhere. */
  readonly outputTaken: boolean;
  /** Called when every file was visited. */
  finish(input: Input): void;
}

interface Wishes {
  readonly fix: boolean;
  readonly reviewFixes: boolean;
  readonly diff: boolean;
}

const nothingMore = () => undefined;

/** What came in goes out, mended or as it was, so that an editor can take the output for the file. */
function throughput(daring: Daring, io: Io): Mode {
  let delivered = false;
  const deliver = handOver((content) => {
    delivered = true;
    io.out(content);
  });
  return {
    visit: fixing(daring, deliver),
    outputTaken: true,
    finish(input) {
      if (!delivered && input.bytes !== null) io.out(input.bytes);
    },
  };
}

export function modeFor(wishes: Wishes, from: 'files' | 'input', io: Io): Mode {
  const daring = wishes.reviewFixes ? 'review' : 'safe';
  if (wishes.diff) {
    const visit = previewing(daring, ({ file }, { before, after }) => io.out(unifiedDiff(file.shown, before, after)));
    return { visit, outputTaken: true, finish: nothingMore };
  }
  if (!wishes.fix && !wishes.reviewFixes) return { visit: reported, outputTaken: false, finish: nothingMore };
  if (from === 'input') return throughput(daring, io);
  return { visit: fixing(daring, writeBack), outputTaken: false, finish: nothingMore };
}
