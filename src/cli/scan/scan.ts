/** The loop over files: read a few ahead, analyse one after the other, hand each outcome on as soon as it is known. */
import type { Analysis, Engine, Place, Purpose, Source } from '../../core/engine-types';
import type { ConfigurationFile } from '../../core/model/model';
import type { DefinedModel } from '../../core/model/workloads/defined';
import type { Config } from '../../core/config/types';
import type { EstimateContext } from '../../core/estimate/types';
import type { CompletedFix } from '../../core/fixes/completed';
import type { Fix } from '../../core/rules/rule';
import type { Span } from '../../core/text/span';
import type { ReportError, ReportFinding, ReportNotice } from '../../report/report';
import { onlyCandidates } from './candidates';
import { reportFindings, reportNotices } from './findings';
import type { Loaded, Subject } from './load';
import { ordered } from './ordered';
import { Placer } from './placer';

export interface ScanFile {
  /** Absolute. */
  readonly path: string;
  /** As the report names it. */
  readonly shown: string;
  /** Relative to the project, as rules see it. */
  readonly inProject: string;
  /** The folder its project starts in. */
  readonly root: string;
}

export interface Configuration {
  readonly config: Config;
  readonly context: EstimateContext;
}

/** What a scan needs from outside; nothing here is asked for files that no rule can fire in, except `load`. */
export interface Around {
  load(file: ScanFile): Promise<Loaded>;
  engine(): Promise<Engine>;
  configuration(file: ScanFile): Promise<Configuration>;
  beside(file: ScanFile, source: Source): readonly ConfigurationFile[];
  /** The files of the project that the code imports. */
  imported(file: ScanFile, source: Source): readonly ConfigurationFile[];
}

export interface FileOutcome {
  readonly file: ScanFile;
  readonly parsed: boolean;
  readonly findings: readonly ReportFinding[];
  readonly errors: readonly ReportError[];
  readonly notices: readonly ReportNotice[];
}

/** What a caller may do with a document while it is open; the text-changing commands mend it and look again. */
export interface OpenDocument {
  readonly file: ScanFile;
  readonly subject: Subject;
  readonly analysis: Analysis;
  readonly placer: Placer;
  /** The networks that it defines. */
  networks(): readonly DefinedModel[];
  /** Where a module span lies in the source; undefined when it crosses cells. */
  where(span: Span): Place | undefined;
  /** All that a fix changes, imports included; undefined when it cannot be made. */
  complete(fix: Fix): CompletedFix | undefined;
  /** Replaces the source and analyses again. */
  again(source: Source): OpenDocument;
}

/** Looks at the document and says how it is reported; see `reported` for the plain way. */
export type Visit = (document: OpenDocument) => FileOutcome;

const READ_AHEAD = 16;

export function reported(document: OpenDocument): FileOutcome {
  const { file, analysis, placer } = document;
  return {
    file,
    parsed: true,
    findings: reportFindings(document),
    errors: analysis.problems.map((message) => ({ path: file.shown, message })),
    notices: reportNotices(analysis, file.shown, placer),
  };
}

function unparsed(file: ScanFile, errors: readonly string[]): FileOutcome {
  const entries = errors.map((message) => ({ path: file.shown, message }));
  return { file, parsed: false, findings: [], errors: entries, notices: [] };
}

type Look = Pick<OpenDocument, 'file' | 'subject'>;

/** What was replaced may hold what no other rule was asked for before: it is analysed by all of them. */
function look(engine: Engine, { file, subject }: Look, analysis: Analysis, again: () => Analysis): OpenDocument {
  const { source } = subject;
  return {
    file,
    subject,
    analysis,
    placer: new Placer(engine, file.path, source),
    networks: () => engine.networks(file.path),
    where: (span) => engine.place(file.path, span),
    complete: (fix) => engine.completeFix(file.path, fix),
    again(changed) {
      engine.replace(file.path, changed);
      return look(engine, { file, subject: { ...subject, source: changed } }, again(), again);
    },
  };
}

async function inspect(
  file: ScanFile,
  subject: Subject,
  around: Around,
  purpose: Purpose,
  visit: Visit,
): Promise<FileOutcome> {
  const engine = await around.engine();
  const { config, context } = await around.configuration(file);
  const { source } = subject;
  const modules = around.imported(file, source);
  engine.open(file.path, source, { path: file.inProject, surroundings: around.beside(file, source), modules });
  try {
    const analyse = (active: Config): Analysis => engine.analyse(file.path, active, context, purpose);
    const first = analyse(onlyCandidates(config, subject.candidates));
    return visit(look(engine, { file, subject }, first, () => analyse(config)));
  } catch (error) {
    return unparsed(file, [`internal error, please report it: ${String(error)}`]);
  } finally {
    engine.close(file.path);
  }
}

export async function* scan(
  files: Iterable<ScanFile>,
  around: Around,
  visit: Visit = reported,
  purpose: Purpose = 'findings',
): AsyncGenerator<FileOutcome> {
  for await (const [file, loaded] of ordered(files, READ_AHEAD, (one) => around.load(one))) {
    if (loaded.kind === 'foreign') continue;
    if (loaded.kind === 'quiet') yield unparsed(file, []);
    else if (loaded.kind === 'refused') yield unparsed(file, [loaded.message]);
    else yield await inspect(file, loaded.subject, around, purpose, visit);
  }
}
