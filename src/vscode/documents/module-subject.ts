/** A Python file as a subject. */
import { Range, type TextDocument } from 'vscode';
import type { Subject } from './subject';

export function moduleSubject(document: TextDocument): Subject {
  const stamp = (): string => String(document.version);
  return {
    key: document.uri.toString(),
    uri: document.uri,
    kind: 'module',
    documents: () => [document],
    stamp,
    snapshot: () => ({
      stamp: stamp(),
      source: () => ({ kind: 'module', text: document.getText() }),
      locate: ({ span }) => ({
        document,
        range: new Range(document.positionAt(span.start), document.positionAt(span.end)),
      }),
    }),
  };
}
