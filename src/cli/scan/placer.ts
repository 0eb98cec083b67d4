/** Turns module spans of one open document into lines and columns of the file or of a notebook cell. */
import type { DocumentId, Engine, Source } from '../../core/engine-types';
import { LineIndex } from '../../core/text/lines';
import type { Span } from '../../core/text/span';
import type { ReportPlace, ReportRange } from '../../report/report';

export function rangeOf(lines: LineIndex, { start, end }: Span): ReportRange {
  const at = (offset: number) => {
    const { line, column } = lines.positionAt(offset);
    return { line: line + 1, column: column + 1 };
  };
  return { start: at(start), end: at(end) };
}

export class Placer {
  readonly #lines = new Map<number | null, LineIndex>();

  constructor(
    private readonly engine: Engine,
    private readonly id: DocumentId,
    private readonly source: Source,
  ) {}

  /** Undefined when the span crosses cells. */
  place(span: Span): ReportPlace | undefined {
    const place = this.engine.place(this.id, span);
    if (place === undefined) return undefined;
    return { cell: place.cell, range: rangeOf(this.#linesOf(place.cell), place.span) };
  }

  /** The whole span, or where it starts when it crosses cells. */
  nearest(span: Span): ReportPlace {
    const start = { start: span.start, end: span.start };
    const origin = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
    return this.place(span) ?? this.place(start) ?? { cell: null, range: origin };
  }

  #linesOf(cell: number | null): LineIndex {
    const known = this.#lines.get(cell);
    if (known !== undefined) return known;
    const { source } = this;
    const text = source.kind === 'module' ? source.text : (source.cells[cell ?? 0]?.text ?? '');
    const lines = new LineIndex(text);
    this.#lines.set(cell, lines);
    return lines;
  }
}
