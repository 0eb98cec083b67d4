/** Many spans that are asked again and again whether something touches them. */
import { overlaps, type Span } from './span';

export class SpanSet {
  /** Sorted and merged, so that they are disjoint. */
  readonly #spans: Span[] = [];

  constructor(spans: readonly Span[]) {
    for (const span of [...spans].sort((a, b) => a.start - b.start)) {
      const last = this.#spans.at(-1);
      if (last && span.start < last.end)
        this.#spans[this.#spans.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
      else this.#spans.push(span);
    }
  }

  /** True when `span` overlaps one of them. */
  overlaps(span: Span): boolean {
    let [low, high] = [0, this.#spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle] as Span).end < span.start) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < this.#spans.length; at += 1) {
      const one = this.#spans[at] as Span;
      if (one.start >= span.end) return false;
      if (overlaps(one, span)) return true;
    }
    return false;
  }
}
