/** The only door of the core: open a source, edit it, ask for its analysis, close it. */
import type { Config } from './config/types';
import { composeSource, facts, lineEndsIn, type Composed } from './engine/compose';
import { knownOf, type Known } from './engine/known';
import { ModuleShelf } from './engine/module-shelf';
import { findingsOfRule, runRules } from './engine/run-rules';
import { analyseSweep } from './engine/sweep';
import { isShare, price, Prices } from './engine/price';
import { completeFix } from './fixes/apply';
import type { CompletedFix } from './fixes/completed';
import type { Analysis, DocumentId, DocumentInfo, Engine, Place, Purpose, Source, TextChange } from './engine-types';
import type { EstimateContext } from './estimate/types';
import { definedModels, type DefinedModel } from './model/workloads/defined';
import type { Finding, Fix, RuleId } from './rules/rule';
import { rules } from './rules/registry';
import { insertSuppression, insertYamlSuppression, type Ignore } from './suppress/insert';
import { SyntaxSession, type Grammar, type SyntaxDocument } from './syntax/session';
import { minimalEdit } from './text/edits';
import { toCell } from './text/notebook/module';
import type { Span, TextEdit } from './text/span';
import type { YamlReader } from './text/yaml';

/** A clock is passed in because the core has none: milliseconds, only ever subtracted. */
export interface EngineOptions extends Grammar {
  readonly now?: () => number;
  /** Reads sweeps in YAML; without it they are opened and nothing is found in them. */
  readonly readYaml?: YamlReader;
}

/** Loads the parser. Rejects when the grammar bytes are unusable; nothing after that throws for input. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const session = await SyntaxSession.load(options);
  return new CarbonEngine(session, options.now ?? (() => 0), options.readYaml);
}

interface Opened {
  readonly info: DocumentInfo;
  composed: Composed;
  /** Undefined when the source is too large to parse, or YAML. */
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
  readonly #readYaml: YamlReader | undefined;
  readonly #documents = new Map<DocumentId, Opened>();
  readonly #shelf: ModuleShelf;

  constructor(session: SyntaxSession, now: () => number, readYaml: YamlReader | undefined) {
    this.#session = session;
    this.#shelf = new ModuleShelf(session);
    this.#now = now;
    this.#readYaml = readYaml;
  }

  open(id: DocumentId, source: Source, info: DocumentInfo): void {
    const composed = composeSource(source);
    const before = this.#documents.get(id);
    // Where only what is around the text has changed, it need not be parsed again.
    if (before?.syntax?.text === composed.text && !before.isEdited && !isYaml(source)) {
      const { syntax, parseTime } = before;
      this.#documents.set(id, { info, composed, syntax, parseTime, isEdited: false, known: undefined });
      return;
    }
    this.close(id);
    const started = this.#now();
    const syntax = composed.tooLarge || isYaml(source) ? undefined : this.#session.open(composed.text);
    const parseTime = this.#now() - started;
    this.#documents.set(id, { info, composed, syntax, parseTime, isEdited: false, known: undefined });
  }

  edit(id: DocumentId, changes: readonly TextChange[]): void {
    const opened = this.#documents.get(id);
    if (!opened || opened.composed.source.kind !== 'module') return;
    let { text } = opened.composed.source;
    let { lines } = opened.composed;
    for (const { span, newText } of changes) {
      lines += lineEndsIn(newText) - lineEndsIn(text.slice(span.start, span.end));
      text = text.slice(0, span.start) + newText + text.slice(span.end);
    }
    const composed = composeSource({ ...opened.composed.source, text }, lines);
    this.#update(id, opened, composed, changes.length === 1 ? changes[0] : undefined);
  }

  replace(id: DocumentId, source: Source): void {
    const opened = this.#documents.get(id);
    if (opened) this.#update(id, opened, composeSource(source), undefined);
  }

  /** `known` is the one change, where the caller can tell; else it is found by comparing the texts. */
  #update(id: DocumentId, opened: Opened, composed: Composed, known: TextChange | undefined): void {
    if (composed.tooLarge || !opened.syntax) return this.open(id, composed.source, opened.info);
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

  analyse(id: DocumentId, config: Config, context: EstimateContext, purpose: Purpose = 'everything'): Analysis {
    const opened = this.#documents.get(id);
    if (opened && isYaml(opened.composed.source)) return this.#analyseYaml(opened, config, context);
    if (!opened?.syntax) return nothing(opened, context);
    const started = this.#now();
    const { document, model, answers, prices, program } = (opened.known = knownOf(opened, opened.syntax, this.#shelf));
    const modelled = this.#now();
    const outcome = runRules(
      rules,
      model,
      config,
      opened.composed.notebook?.regions.map((region) => region.span),
      answers,
    );
    const { text } = opened.composed;
    const workloads = purpose === 'everything' || outcome.findings.some(isShare) ? model.workloads : [];
    const priced = price(outcome.findings, { path: opened.info.path, text, workloads }, context, prices);
    const left = program.problems();
    // A rule that failed half-way may have left look-ups half done.
    if (outcome.problems.length > 0) opened.known = undefined;
    return {
      ...priced,
      suppressed: outcome.suppressed,
      // Where calls were left out, a comment that seems to hide nothing may hide one of them.
      unusedSuppressions: left.length > 0 ? [] : outcome.unused,
      problems: [...opened.composed.problems, ...outcome.problems, ...left],
      text,
      document,
      timings: { parse: opened.parseTime, model: modelled - started, rules: this.#now() - modelled },
    };
  }

  #analyseYaml(opened: Opened, config: Config, context: EstimateContext): Analysis {
    const started = this.#now();
    const document = facts(opened.composed, opened.info);
    const tools = { rules, readYaml: this.#readYaml, session: this.#session };
    const outcome = analyseSweep(opened.composed.text, document, config, tools);
    return {
      ...nothing(opened, context),
      ...price(outcome.findings, { path: opened.info.path, text: '', workloads: [] }, context, new Prices()),
      suppressed: outcome.suppressed,
      unusedSuppressions: outcome.unused,
      problems: [...opened.composed.problems, ...outcome.problems],
      timings: { parse: 0, model: 0, rules: this.#now() - started },
    };
  }

  networks(id: DocumentId): readonly DefinedModel[] {
    const known = this.#documents.get(id)?.known;
    return known ? definedModels(known.model) : [];
  }

  findingsOf(id: DocumentId, rule: RuleId): readonly Finding[] {
    const known = this.#documents.get(id)?.known;
    const found = rules.find(({ meta }) => meta.id === rule);
    return known && found ? findingsOfRule(found, known.model, known.answers) : [];
  }

  place(id: DocumentId, span: Span): Place | undefined {
    const composed = this.#documents.get(id)?.composed;
    if (!composed) return undefined;
    return composed.notebook ? toCell(composed.notebook, span) : { cell: null, span };
  }

  completeFix(id: DocumentId, fix: Fix): CompletedFix | undefined {
    const opened = this.#documents.get(id);
    if (opened && isYaml(opened.composed.source)) return { edits: fix.edits, metadata: [] };
    return opened?.syntax && completeFix(opened.syntax.program, fix, cellsOf(opened));
  }

  insertSuppression(id: DocumentId, ignore: Ignore): readonly TextEdit[] | undefined {
    const opened = this.#documents.get(id);
    if (opened && isYaml(opened.composed.source)) return insertYamlSuppression(opened.composed.text, ignore);
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

const isYaml = (source: Source): boolean => source.kind === 'module' && source.language === 'yaml';

/** The code cells of a notebook; undefined for a module. */
function cellsOf({ composed }: Opened): readonly Span[] | undefined {
  return composed.notebook?.regions.map((region) => region.span);
}

function nothing(opened: Opened | undefined, context: EstimateContext): Analysis {
  return {
    findings: [],
    suppressed: [],
    unusedSuppressions: [],
    workloads: [],
    estimates: [],
    context,
    problems: opened ? opened.composed.problems : ['the document is not open'],
    text: opened?.composed.text ?? '',
    document: facts(opened?.composed ?? composeSource({ kind: 'module', text: '' }), opened?.info ?? { path: '' }),
    timings: { parse: 0, model: 0, rules: 0 },
  };
}
