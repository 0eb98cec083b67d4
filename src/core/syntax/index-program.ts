/** The look-ups of `Program` over the index and the units of one version of a document. */
import type { Span } from '../text/span';
import { firstIn } from '../text/search';
import type { Module } from './ast';
import type { DocumentIndex } from './document-index';
import type { Program } from './program';
import { gather, type Unit } from './unit';

/** Valid until the next edit of the document. */
export function indexProgram(text: string, module: Module, index: DocumentIndex, units: readonly Unit[]): Program {
  const found = new Map<string | RegExp, Span | undefined>();
  let calledNames: readonly string[] | undefined;
  return {
    text,
    module,
    get comments() {
      return replaceGetter(this, 'comments', gather(units, 'comments'));
    },
    get broken() {
      return replaceGetter(this, 'broken', gather(units, 'broken'));
    },
    commentsIn(span) {
      return within(this.comments, span);
    },
    // Rules share most of their words.
    first: (word) => {
      if (!found.has(word)) found.set(word, firstIn(text, word));
      return found.get(word);
    },
    mentions: (word) => index.mentions(word),
    calls: (name) => index.calls.get(name),
    callsIn: (scope, name) => within(index.calls.get(name), scope),
    calledNames: () => (calledNames ??= index.calls.keys()),
    names: (id) => index.names.get(id),
    attributes: (attr) => index.attributes.get(attr),
    get imports() {
      return index.imports.nodes;
    },
    get functions() {
      return index.functions.nodes;
    },
    get classes() {
      return index.classes.nodes;
    },
    get loops() {
      return index.loops.nodes;
    },
    get withs() {
      return index.withs.nodes;
    },
  };
}

/** Those of `spans`, which are ordered by their starts, inside another. */
function within<S extends Span>(spans: readonly S[], { start, end }: Span): readonly S[] {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as S).start < start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < spans.length && (spans[last] as S).start < end) last += 1;
  return spans.slice(low, last).filter((span) => span.end <= end);
}

function replaceGetter<T>(owner: object, key: string, value: T): T {
  Object.defineProperty(owner, key, { value, enumerable: true });
  return value;
}
