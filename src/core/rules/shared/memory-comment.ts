/** Comments beside a call that say it is there to save memory. */
import type { Model } from '../../model/model';
import { lineEnd, lineStart } from '../../text/lines';
import type { Span } from '../../text/span';

/** On the lines of the node, or on the line above. */
export function speaksOfMemory({ program }: Model, node: Span): boolean {
  const { text } = program;
  const start = lineStart(text, Math.max(0, lineStart(text, node.start) - 1));
  return program
    .commentsIn({ start, end: lineEnd(text, node.end) })
    .some((comment) =>
      /\bOOM\b|memory|fragment|stored activations|\bv?ram\b/i.test(text.slice(comment.start, comment.end)),
    );
}
