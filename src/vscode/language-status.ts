/** The entry in the editor's language menu that says what the analysis of the shown file did and how long it took. */
import { languages, LanguageStatusSeverity, window, type Disposable, type LanguageStatusItem } from 'vscode';
import type { Analyser } from './documents/analyser';
import { Disposables } from './disposables';

/** An analysis that takes longer than this is worth a word. */
const SLOW_MS = 250;

export class LanguageStatus implements Disposable {
  readonly #disposables = new Disposables();
  readonly #item: LanguageStatusItem;
  /** Why subjects are not analysed, by subject. */
  readonly #notes = new Map<string, string>();

  constructor(private readonly analyser: Analyser) {
    this.#item = this.#disposables.add(
      languages.createLanguageStatusItem('carbonHints.analysis', { language: 'python' }),
    );
    this.#item.name = 'Carbon Hints';
    this.#item.command = { title: 'Show Log', command: 'carbonHints.showLog' };
    this.#disposables.add(
      analyser.onDidAnalyse(({ subject }) => {
        this.#notes.delete(subject.key);
        this.#refresh();
      }),
    );
    this.#disposables.add(
      analyser.onDidLose(({ subject, note }) => {
        if (note === undefined) this.#notes.delete(subject.key);
        else this.#notes.set(subject.key, note);
        this.#refresh();
      }),
    );
    this.#disposables.add(window.onDidChangeActiveTextEditor(() => this.#refresh()));
    this.#refresh();
  }

  /** What is shown now, for tests. */
  get text(): string {
    return [this.#item.text, this.#item.detail].join(' ').trim();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #refresh(): void {
    const uri = window.activeTextEditor?.document.uri;
    const result = uri && this.analyser.latest(uri);
    const note = uri && this.#notes.get(uri.toString());
    this.#item.severity = LanguageStatusSeverity.Information;
    this.#item.text = 'Carbon Hints';
    this.#item.detail = note ?? 'Not analysed yet';
    if (note !== undefined) this.#item.severity = LanguageStatusSeverity.Warning;
    if (!result) return;
    const { parse, model, rules } = result.analysis.timings;
    const total = parse + model + rules;
    const count = result.findings.length;
    this.#item.text = count === 1 ? '1 finding' : `${count} findings`;
    this.#item.detail = `${total.toFixed(1)} ms: parse ${parse.toFixed(1)}, model ${model.toFixed(1)}, rules ${rules.toFixed(1)}`;
    if (total > SLOW_MS) this.#item.severity = LanguageStatusSeverity.Warning;
  }
}
