/** Publishes findings as problems: every document of a subject each time, so that nothing stays behind. */
import {
  languages,
  type Diagnostic,
  type DiagnosticCollection,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { Analyser, Gone } from '../documents/analyser';
import type { Result } from '../documents/result';
import { Disposables } from '../disposables';
import { foldHints } from '../../report/fold';
import { findingDiagnostic, foldedDiagnostic, unusedSuppressionDiagnostic } from './diagnostic';

export class DiagnosticsPublisher implements Disposable {
  readonly #disposables = new Disposables();
  readonly #collection: DiagnosticCollection = this.#disposables.add(
    languages.createDiagnosticCollection('carbon-hints'),
  );
  /** What carries problems now, by subject: a cell that was removed must be cleared too. */
  readonly #published = new Map<string, readonly Uri[]>();

  constructor(analyser: Analyser) {
    this.#disposables.add(analyser.onDidAnalyse((result) => this.#publish(result)));
    this.#disposables.add(analyser.onDidLose((gone) => this.#clear(gone)));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #publish(result: Result): void {
    const { subject } = result;
    const documents = subject.documents().map(({ uri }) => uri);
    const lists = new Map<string, Diagnostic[]>(documents.map((uri) => [uri.toString(), []]));
    const { shown, folded } = foldHints(result.findings, ({ finding: { severity, savingEstimate } }) => ({
      severity,
      emissions: savingEstimate?.emissions ?? null,
    }));
    const listOf = (document: TextDocument): Diagnostic[] | undefined => lists.get(document.uri.toString());
    for (const placed of shown) listOf(placed.place.document)?.push(findingDiagnostic(placed));
    const [first, ...others] = folded;
    if (first) listOf(first.place.document)?.push(foldedDiagnostic(first, others));
    for (const unused of result.analysis.unusedSuppressions) {
      const place = result.place(unused.span);
      if (place) lists.get(place.document.uri.toString())?.push(unusedSuppressionDiagnostic(unused, place.range));
    }
    const vanished = (this.#published.get(subject.key) ?? []).filter((uri) => !lists.has(uri.toString()));
    for (const uri of vanished) this.#collection.delete(uri);
    this.#collection.set(documents.map((uri) => [uri, lists.get(uri.toString()) ?? []]));
    this.#published.set(subject.key, documents);
  }

  #clear({ subject }: Gone): void {
    for (const uri of this.#published.get(subject.key) ?? []) this.#collection.delete(uri);
    this.#published.delete(subject.key);
  }
}
