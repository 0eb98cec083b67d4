/** The thing that is analysed as one program: a Python file, or a notebook with all its cells. */
import { Range, type TextDocument, type TextDocumentContentChangeEvent, type Uri } from 'vscode';
import type { LineIndex } from '../../core/text/lines';
import type { Place, Source, TextChange } from '../../core/engine-types';
import type { Span } from '../../core/text/span';

/** Where something lies in the editor. */
export interface EditorPlace {
  readonly document: TextDocument;
  readonly range: Range;
}

export interface Subject {
  /** Identifies it in the engine. */
  readonly key: string;
  /** The file or notebook on disk. */
  readonly uri: Uri;
  readonly kind: 'module' | 'notebook';
  /** Every document that may carry findings, in order. */
  documents(): readonly TextDocument[];
  /** Changes with every change of anything that is analysed. */
  stamp(): string;
  /** What the engine analyses now, with the way back from its places to the editor's. */
  snapshot(): Snapshot;
}

export interface Snapshot {
  readonly stamp: string;
  /** Copies the text out of the editor; not needed for a module that is kept up to date by its edits. */
  source(): Source;
  /** Holds while the stamp does. Undefined for a place in a cell that is no longer there. */
  locate(place: Place): EditorPlace | undefined;
}

/** The range of a span in one text, counted in lines so that it holds whatever line ends the editor uses. */
export function rangeIn(lines: LineIndex, span: Span): Range {
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  return new Range(start.line, start.column, end.line, end.column);
}

/** Editor changes of one event as engine changes: the editor lists them so that each applies to what the one before left. */
export function toTextChanges(changes: readonly TextDocumentContentChangeEvent[]): TextChange[] {
  return changes.map((change) => ({
    span: { start: change.rangeOffset, end: change.rangeOffset + change.rangeLength },
    newText: change.text,
  }));
}
