/** Mistakes in configuration files, shown where they are written. */
import { Diagnostic, DiagnosticSeverity, languages, Range, type Disposable } from 'vscode';
import { LineIndex } from '../../core/text/lines';
import type { ConfigProblem } from '../../core/config/types';
import { SOURCE } from '../diagnostics/diagnostic';
import { Disposables } from '../disposables';
import type { ProjectConfigs } from './project-configs';

export function publishConfigProblems(configs: ProjectConfigs): Disposable {
  const disposables = new Disposables();
  const collection = disposables.add(languages.createDiagnosticCollection('carbon-hints-configuration'));
  disposables.add(
    configs.onDidRead((file) => {
      const lines = new LineIndex(file.text);
      collection.set(
        file.uri,
        file.parsed.problems.map((problem) => diagnosticOf(problem, lines)),
      );
    }),
  );
  disposables.add(configs.onDidVanish((uri) => collection.delete(uri)));
  return disposables;
}

/** The mistake to the end of its line; the first line when it is about the whole file. */
function diagnosticOf({ message, offset }: ConfigProblem, lines: LineIndex): Diagnostic {
  const start = lines.positionAt(offset ?? 0);
  const end = lines.positionAt(lines.endOf(start.line));
  const range = new Range(start.line, start.column, end.line, Math.max(end.column, start.column));
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Warning);
  diagnostic.source = SOURCE;
  return diagnostic;
}
