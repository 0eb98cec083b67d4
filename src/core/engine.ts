/** The only door of the core: open a source, edit it, ask for its analysis, close it. */
import type { Config } from './config/types';
import { composeSource, facts, type Composed } from './engine/compose';
import { limitCalls, limitTrackedCalls, type LimitedProgram } from './engine/limit-calls';
import { runRules, RuleAnswers } from './engine/run-rules';
import { price, Prices } from './engine/price';
import { styleOf } from './engine/style';
import { completeFix } from './fixes/apply';
import type { Analysis, DocumentId, DocumentInfo, Engine, Place, Source, TextChange } from './engine-types';
import type { EstimateContext } from './estimate/types';
import { createModel } from './model/build';
import type { DocumentFacts, Model } from './model/model';
import type { Fix } from './rules/rule';
import { rules } from './rules/registry';
import { insertSuppression, type Ignore } from './suppress/insert';
import { SyntaxSession, type Grammar, type SyntaxDocument } from './syntax/session';
import type { Tracker } from './syntax/tracker';
import { minimalEdit } from './text/edits';
import { toCell } from './text/notebook/module';
import type { Span, TextEdit } from './text/span';

/** A clock is passed in because the core has none: milliseconds, only ever subtracted. */
export interface EngineOptions extends Grammar {
  readonly now?: () => number;
}

/** Loads the parser. Rejects when the grammar bytes are unusable; nothing after that throws for input. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const session = await SyntaxSession.load(options);
  return new CarbonEngine(session, options.now ?? (() => 0));
}

/** What is known of one document, kept over edits once it has been edited. */
interface Known {
  readonly program: LimitedProgram;
  readonly model: Model;
  readonly answers: RuleAnswers;
  readonly prices: Prices;
  /** Undefined when what is known holds for one version of the text. */
  readonly tracker: Tracker | undefined;
  readonly document: DocumentFacts;
  readonly style: string;
}

interface Opened {
  readonly info: DocumentInfo;
  composed: Composed;
  /** Undefined when the source is too large to parse. */
  syntax: SyntaxDocument | undefined;
  /** Milliseconds the last parse took. */
  parseTime: number;
  /** True once it was edited: only then is it worth noting what answers were read from. */
  isEdited: boolean;
  known: Known | undefined;
}

class CarbonEngine implements Engine {
  readonly #session: SyntaxSession;
  readonly #now: () => number;
  readonly #documents = new Map<DocumentId, Opened>();

  constructor(session: SyntaxSession, now: () => number) {
    this.#session = session;
    this.#now = now;
  }

  open(id: DocumentId, source: Source, info: DocumentInfo): void {
    this.close(id);
    const composed = composeSource(source);
    const started = this.#now();
    const syntax = composed.tooLarge ? undefined : this.#session.open(composed.text);
    const parseTime = this.#now() - started;
    this.#documents.set(id, { info, composed, syntax, parseTime, isEdited: false, known: undefined });
  }

  edit(id: DocumentId, changes: readonly TextChange[]): void {
    const opened = this.#documents.get(id);
    if (!opened || opened.composed.source.kind !== 'module') return;
    let text = opened.composed.source.text;
    for (const { span, newText } of changes) text = text.slice(0, span.start) + newText + text.slice(span.end);
    const [only] = changes;
    this.#update(id, opened, { kind: 'module', text }, changes.length === 1 ? only : undefined);
  }

  replace(id: DocumentId, source: Source): void {
    const opened = this.#documents.get(id);
    if (opened) this.#update(id, opened, source, undefined);
  }

  /** `known` is the one change, where the caller can tell; else it is found by comparing the texts. */
  #update(id: DocumentId, opened: Opened, source: Source, known: TextChange | undefined): void {
    const composed = composeSource(source);
    if (composed.tooLarge || !opened.syntax) return this.open(id, source, opened.info);
    const started = this.#now();
    const change = known ?? minimalEdit(opened.syntax.text, composed.text);
    if (change) {
      const { start, end } = change.span;
      opened.syntax.update(composed.text, { start, oldEnd: end, newEnd: start + change.newText.length });
    }
    opened.composed = composed;
    opened.isEdited = true;
    opened.parseTime = this.#now() - started;
  }

  analyse(id: DocumentId, config: Config, context: EstimateContext): Analysis {
    const opened = this.#documents.get(id);
    if (!opened?.syntax) return nothing(opened);
    const started = this.#now();
    const { document, model, answers, prices, program } = (opened.known = knownOf(opened, opened.syntax));
    const modelled = this.#now();
    const outcome = runRules(
      rules,
      model,
      config,
      opened.composed.notebook?.regions.map((region) => region.span),
      answers,
    );
    const priced = price(outcome.findings, model.workloads, context, prices);
    const left = program.problems();
    // A rule that failed half-way may have left look-ups half done.
    if (outcome.problems.length > 0) opened.known = undefined;
    return {
      ...priced,
      suppressed: outcome.suppressed,
      // Where calls were left out, a comment that seems to hide nothing may hide one of them.
      unusedSuppressions: left.length > 0 ? [] : outcome.unused,
      problems: [...opened.composed.problems, ...outcome.problems, ...left],
      text: opened.composed.text,
      document,
      timings: { parse: opened.parseTime, model: modelled - started, rules: this.#now() - modelled },
    };
  }

  place(id: DocumentId, span: Span): Place | undefined {
    const composed = this.#documents.get(id)?.composed;
    if (!composed) return undefined;
    return composed.notebook ? toCell(composed.notebook, span) : { cell: null, span };
  }

  completeFix(id: DocumentId, fix: Fix): readonly TextEdit[] | undefined {
    const opened = this.#documents.get(id);
    return opened?.syntax && completeFix(opened.syntax.program, fix, cellsOf(opened));
  }

  insertSuppression(id: DocumentId, ignore: Ignore): readonly TextEdit[] | undefined {
    const opened = this.#documents.get(id);
    return opened?.syntax && insertSuppression(opened.syntax.program, ignore, cellsOf(opened));
  }

  close(id: DocumentId): void {
    this.#documents.get(id)?.syntax?.dispose();
    this.#documents.delete(id);
  }

  dispose(): void {
    for (const id of [...this.#documents.keys()]) this.close(id);
    this.#session.dispose();
  }
}

/** What was known before the edit, as far as it can still be told what of it holds; else a fresh start. */
function knownOf(opened: Opened, syntax: SyntaxDocument): Known {
  const document = facts(opened.composed, opened.info);
  if (!opened.isEdited) {
    const program = limitCalls(syntax.program);
    const model = createModel(program.program, document);
    return { program, model, document, answers: new RuleAnswers(), prices: new Prices(), tracker: undefined, style: '' };
  }
  const { known } = opened;
  const { tracker, program: tracked } = syntax.tracked;
  const style = styleOf(opened.composed.text);
  if (known?.tracker === tracker && known.style === style && isSameDocument(known.document, document)) return known;
  const program = limitTrackedCalls(tracked);
  const model = createModel(program.program, document, tracker);
  return { program, model, document, answers: new RuleAnswers(tracker), prices: new Prices(), tracker, style };
}

function isSameDocument(one: DocumentFacts, other: DocumentFacts): boolean {
  const { surroundings, ...facts } = one;
  const { surroundings: files, ...others } = other;
  return (
    JSON.stringify(facts) === JSON.stringify(others) &&
    surroundings.length === files.length &&
    surroundings.every(({ path, text }, at) => path === files[at]?.path && text === files[at].text)
  );
}

/** The code cells of a notebook; undefined for a module. */
function cellsOf({ composed }: Opened): readonly Span[] | undefined {
  return composed.notebook?.regions.map((region) => region.span);
}

function nothing(opened: Opened | undefined): Analysis {
  return {
    findings: [],
    suppressed: [],
    unusedSuppressions: [],
    workloads: [],
    estimates: [],
    problems: opened ? opened.composed.problems : ['the document is not open'],
    text: opened?.composed.text ?? '',
    document: facts(opened?.composed ?? composeSource({ kind: 'module', text: '' }), opened?.info ?? { path: '' }),
    timings: { parse: 0, model: 0, rules: 0 },
  };
}
