/** A byte stream as lines; reading no faster than the consumer, so that a chatty tool waits instead of filling memory. */
import type { Readable } from 'node:stream';

/** No sensor writes longer lines; a longer one is dropped, up to its end. */
const LONGEST_LINE = 64 * 1024;

/** Ends with the stream, also when it is destroyed. The last line counts without its line end, too. */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let rest = '';
  let skipping = false;
  try {
    for await (const chunk of stream) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        if (!skipping && part.length <= LONGEST_LINE) yield withoutReturn(part);
        skipping = false;
      }
      if (rest.length > LONGEST_LINE) {
        rest = '';
        skipping = true;
      }
    }
  } catch {
    // Destroyed with its process: the end of the lines.
    return;
  }
  if (rest !== '' && !skipping) yield withoutReturn(rest);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
