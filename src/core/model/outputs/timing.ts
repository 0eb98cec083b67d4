/** How long a whole cell ran: `%%time`, and what the editor noted. */
import { counted, linesOf, spokenSeconds, type Counted, type Reader } from './observation';

export const readTiming: Reader = (outputs) => {
  const walls = linesOf(outputs).flatMap(wallTime);
  if (walls.length > 0) return walls;
  return outputs.seconds === null ? [] : [counted('seconds', outputs.seconds, 'editor', 'times of execution')];
};

function wallTime(line: string): Counted[] {
  const match = /^Wall time: (.+)$/.exec(line.trim());
  const seconds = spokenSeconds(match?.[1] ?? '');
  return seconds === undefined ? [] : [counted('seconds', seconds, 'ipython', line)];
}
