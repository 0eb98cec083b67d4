/** A Python file, or a sweep in YAML, as a subject. */
import { Range, type TextDocument } from 'vscode';
import type { Source } from '../../core/engine-types';
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
      source: () => sourceOf(document),
      locate: ({ span }) => ({
        document,
        range: new Range(document.positionAt(span.start), document.positionAt(span.end)),
      }),
    }),
  };
}

function sourceOf(document: TextDocument): Source {
  const text = document.getText();
  return document.languageId === 'yaml' ? { kind: 'module', text, language: 'yaml' } : { kind: 'module', text };
}
