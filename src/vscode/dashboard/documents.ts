/** The open documents that were analysed, with where in the editor each finding stands. */
import { NotebookRange, window, workspace, type TextDocument } from 'vscode';
import type { PricedFinding } from '../../core/engine-types';
import type { Analyser } from '../documents/analyser';
import type { EditorPlace } from '../documents/subject';
import type { AnalysedDocument } from './findings-view';

/** A finding as the page knows it. */
export interface Shown {
  readonly rule: string;
  readonly place: EditorPlace;
}

interface Analysed {
  readonly document: AnalysedDocument;
  readonly places: ReadonlyMap<PricedFinding, EditorPlace>;
}

export function analysedDocuments(analyser: Analyser): readonly Analysed[] {
  return analyser.subjects.flatMap(({ uri }) => {
    const result = analyser.latest(uri);
    if (!result) return [];
    const findings = result.findings.map(({ finding, place }) => ({ finding, line: place.range.start.line + 1 }));
    const file = workspace.asRelativePath(uri, (workspace.workspaceFolders?.length ?? 0) > 1);
    return [
      {
        document: { file, analysis: result.analysis, findings },
        places: new Map(result.findings.map(({ finding, place }) => [finding, place])),
      },
    ];
  });
}

export async function showPlace({ document, range }: EditorPlace): Promise<void> {
  const notebook = workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => isOf(cell.document, document)),
  );
  if (!notebook) return void (await window.showTextDocument(document.uri, { selection: range }));
  const index = notebook.getCells().findIndex((cell) => isOf(cell.document, document));
  await window.showNotebookDocument(notebook, { selections: [new NotebookRange(index, index + 1)] });
}

function isOf(one: TextDocument, other: TextDocument): boolean {
  return one.uri.toString() === other.uri.toString();
}
