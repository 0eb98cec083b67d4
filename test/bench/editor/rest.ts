/** Compares the problems that the editor shows with a check of the same folder by the command line. */
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';

interface Shown {
  /** File, cell and position, for people too. */
  readonly place: string;
  /** Undefined for one of the hints that are shown as one. */
  readonly rule?: string;
}

/** The part of the JSON report that is needed here; see schemas/check.schema.json. */
interface Report {
  readonly findings: readonly {
    readonly rule: string;
    readonly path: string;
    readonly cell: number | null;
    readonly range: { readonly start: { readonly line: number; readonly column: number } };
  }[];
}

/** All findings of documents that are open, those that are shown as one taken apart. */
export function published(folder: vscode.Uri): readonly Shown[] {
  const places = new Map(
    vscode.workspace.notebookDocuments.flatMap((notebook) => {
      const name = path.basename(notebook.uri.fsPath);
      return notebook.getCells().map(({ document, index }) => [document.uri.toString(), `${name}[${index}]`] as const);
    }),
  );
  const placeOf = (uri: vscode.Uri, { start }: vscode.Range): string => {
    const file = places.get(uri.toString()) ?? path.relative(folder.fsPath, uri.fsPath);
    return `${file}:${start.line + 1}:${start.character + 1}`;
  };
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, problems]) =>
      problems
        .filter(({ source, code }) => source === 'carbon' && code !== 'unused-suppression')
        .flatMap(({ code, range, relatedInformation = [] }): Shown[] =>
          typeof code === 'object'
            ? [{ place: placeOf(uri, range), rule: String(code.value) }]
            : relatedInformation.map(({ location }) => ({ place: placeOf(location.uri, location.range) })),
        ),
    );
}

/** What only one of the two finds in the documents that are open: the others were never looked at by the editor. */
export async function differences(
  cli: string,
  folder: vscode.Uri,
  shown: readonly Shown[],
): Promise<readonly string[]> {
  const fresh = (await check(cli, folder.fsPath)).findings
    .filter(({ path: file }) => isOpen(vscode.Uri.joinPath(folder, file)))
    .map(({ path: file, cell, range: { start }, rule }) => ({
      place: `${file}${cell === null ? '' : `[${cell}]`}:${start.line}:${start.column}`,
      rule,
    }));
  // Those with a rule choose first, as the others take any at their place.
  for (const { place, rule } of [...shown].sort((a, b) => (b.rule ?? '').localeCompare(a.rule ?? ''))) {
    const at = fresh.findIndex((one) => one.place === place && (rule ?? one.rule) === one.rule);
    if (at < 0) return [`only in the editor: ${place} ${rule ?? 'a hint'}`];
    fresh.splice(at, 1);
  }
  return fresh.map(({ place, rule }) => `only in a fresh check: ${place} ${rule}`);
}

function isOpen(uri: vscode.Uri): boolean {
  const { textDocuments, notebookDocuments } = vscode.workspace;
  const open: readonly { readonly uri: vscode.Uri; readonly isClosed: boolean }[] = [
    ...textDocuments,
    ...notebookDocuments,
  ];
  return open.some((one) => !one.isClosed && one.uri.toString() === uri.toString());
}

function check(cli: string, folder: string): Promise<Report> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [cli, 'check', '--format', 'json', '--exit-zero', '.'], options, (error, stdout) => {
      if (error) reject(new Error(`the fresh check failed: ${error.message}`));
      else resolve(JSON.parse(stdout) as Report);
    });
  });
}
