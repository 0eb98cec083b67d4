/** Analyses files of a corpus through the doors of the command line, times them, and tries every fix. */
import { isCandidate, isNone } from '../../src/cli/scan/candidates';
import { everyFile, load, type PrefilterAt } from '../../src/cli/scan/load';
import { prefilters } from '../../src/cli/scan/prefilter';
import { reported, scan, type Around, type OpenDocument, type ScanFile, type Visit } from '../../src/cli/scan/scan';
import { Settings } from '../../src/cli/settings';
import { Workplace } from '../../src/cli/workplace';
import { rules } from '../../src/core/rules/registry';
import type { ReportError, ReportFinding } from '../../src/report/report';
import { checkFixes, type Trial } from './check-fixes';
import { Comparer, type Comparison } from './python';

export interface Outcome {
  readonly parsed: number;
  /** Files in which some rule could fire. */
  readonly triggered: number;
  readonly findings: readonly ReportFinding[];
  readonly trials: readonly Trial[];
  readonly answers: ReadonlyMap<number, Comparison>;
  /** Fixes that cannot be made at their place, so no user sees them. */
  readonly withheld: number;
  readonly errors: readonly ReportError[];
  /** Milliseconds of processor time from opening to findings, by file. */
  readonly times: ReadonlyMap<string, number>;
}

/** `all`: every file tests the parser, and the prefilter is tested itself. `likely`: those in which a rule could fire, as a check does. */
export type Extent = 'all' | 'likely';

/** A time above this many milliseconds is measured again: garbage of other files can only make it longer. */
export const SLOW = 1000;
const MEASUREMENTS = 3;

export const UNSOUND = 'the prefilter calls it quiet, but a rule fires';

export async function runCorpus(files: readonly ScanFile[], extent: Extent): Promise<Outcome> {
  const settings = new Settings(process.cwd(), { file: undefined, rules: [], overrides: {} });
  const prefilterOf = prefilters(rules.map(({ meta }) => meta));
  const prefilterAt: PrefilterAt = (path) => prefilterOf(settings.of(path));
  const asked = extent === 'all' ? everyFile : prefilterAt;
  const workplace = new Workplace(settings, { load: (file) => load(file, asked(file.path)) });
  const stopwatch = new Stopwatch(workplace);
  const comparer = new Comparer();
  const counts = await visitAll(files, prefilterAt, stopwatch, comparer);
  await remeasure(files, stopwatch);
  await workplace.dispose();
  const answers = new Map((await comparer.finish()).map((answer) => [answer.id, answer]));
  return { ...counts, answers, times: stopwatch.times };
}

/** Processor time of this process: on a busy machine the time on the clock says nothing. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Measures from the last question before a document is opened to the visit of its findings. */
class Stopwatch {
  readonly times = new Map<string, number>();
  readonly around: Around;
  #started = 0;

  constructor(workplace: Around) {
    this.around = {
      load: (file) => workplace.load(file),
      engine: () => workplace.engine(),
      configuration: (file) => workplace.configuration(file),
      imported: (file, source) => workplace.imported(file, source),
      beside: (file, source) => {
        const found = workplace.beside(file, source);
        this.#started = spent();
        return found;
      },
    };
  }

  /** Keeps the shortest time of each file. */
  stopping(visit: Visit): Visit {
    return (document) => {
      const elapsed = spent() - this.#started;
      const { shown } = document.file;
      this.times.set(shown, Math.min(elapsed, this.times.get(shown) ?? Infinity));
      return visit(document);
    };
  }
}

async function remeasure(files: readonly ScanFile[], stopwatch: Stopwatch): Promise<void> {
  for (let again = 1; again < MEASUREMENTS; again += 1) {
    const slow = files.filter(({ shown }) => (stopwatch.times.get(shown) ?? 0) > SLOW);
    for await (const outcome of scan(slow, stopwatch.around, stopwatch.stopping(reported))) void outcome;
  }
}

async function visitAll(
  files: readonly ScanFile[],
  prefilterAt: PrefilterAt,
  stopwatch: Stopwatch,
  comparer: Comparer,
) {
  const trials: Trial[] = [];
  const findings: ReportFinding[] = [];
  const errors: ReportError[] = [];
  let [parsed, triggered, withheld] = [0, 0, 0];
  const visit = (document: OpenDocument) => {
    const outcome = reported(document);
    const { file, subject } = document;
    const text = Buffer.from(subject.bytes).toString('latin1');
    const candidates = prefilterAt(file.path)(text, file.inProject);
    if (!isNone(candidates)) triggered += 1;
    if (outcome.findings.some(({ rule }) => !isCandidate(candidates, rule)))
      errors.push({ path: file.shown, message: UNSOUND });
    const checks = checkFixes(document, comparer);
    trials.push(...checks.trials);
    withheld += checks.withheld;
    return outcome;
  };
  for await (const outcome of scan(files, stopwatch.around, stopwatch.stopping(visit))) {
    if (outcome.parsed) parsed += 1;
    findings.push(...outcome.findings);
    errors.push(...outcome.errors);
  }
  return { parsed, triggered, withheld, findings, trials, errors };
}
