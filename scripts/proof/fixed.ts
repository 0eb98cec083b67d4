/** Makes each fix that a rule offers for a program, through the same doors as the command line. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { namedFiles } from '../../src/cli/files/input';
import { everyFile } from '../../src/cli/scan/load';
import { edited } from '../../src/cli/scan/mend';
import { reported, scan, type OpenDocument } from '../../src/cli/scan/scan';
import { Settings } from '../../src/cli/settings';
import { Workplace } from '../../src/cli/workplace';
import type { Fix, RuleId, Saving } from '../../src/core/rules/rule';
import type { ProofProgram } from './programs';

/** A program after one fix. */
export interface FixedProgram {
  readonly title: string;
  readonly safety: Fix['safety'];
  /** What the finding says the fix saves. */
  readonly claim: Saving | null;
  readonly text: string;
}

export interface Offered {
  /** The program as Python runs it: the cells of a notebook in one text. */
  readonly original: string;
  readonly fixed: readonly FixedProgram[];
  readonly problems: readonly string[];
}

/** Markers name what a rule may look for: a program that spells a compiler or a fused kernel knows of it. */
const MARKERS = /^# proof: .*$/gm;
/** One fix may have to be made at several places. */
const MOST_PLACES = 10;

/** Copied out of the repository first: rules are silent in tests. */
export async function offeredFixes(program: ProofProgram): Promise<Offered> {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-proof-'));
  try {
    mkdirSync(join(folder, 'job'));
    const copy = join(folder, 'job', basename(program.path));
    writeFileSync(copy, program.text.replace(MARKERS, '#'));
    return await offeredIn(folder, copy, program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function offeredIn(folder: string, copy: string, { rule, fixes }: ProofProgram): Promise<Offered> {
  // By name, so that a rule that is off by default reports as well.
  const settings = new Settings(folder, { file: undefined, rules: [rule], overrides: {} });
  const files = namedFiles([copy], folder, () => false, everyFile);
  const workplace = new Workplace(settings, files);
  let offered: Offered = { original: '', fixed: [], problems: ['the program could not be read'] };
  const visit = (document: OpenDocument) => {
    const fixed = titlesIn(document, rule).map((title) => made(document, rule, title));
    const wrong = sameTitles(
      fixes,
      fixed.map(({ title }) => title),
    );
    offered = { original: document.analysis.text, fixed, problems: [...document.analysis.problems, ...wrong] };
    return reported(document);
  };
  for await (const outcome of scan(files.files, workplace, visit)) void outcome;
  await workplace.dispose();
  return offered;
}

function titlesIn({ analysis }: OpenDocument, rule: RuleId): readonly string[] {
  const found = analysis.findings.filter((finding) => finding.rule === rule);
  return [...new Set(found.flatMap(({ fixes }) => fixes.map(({ title }) => title)))];
}

/** The fix made wherever it is offered. */
function made(document: OpenDocument, rule: RuleId, title: string): FixedProgram {
  const first = offerOf(document, rule, title);
  let current = document;
  for (let place = 0; place < MOST_PLACES; place += 1) {
    const offer = offerOf(current, rule, title);
    const completed = offer && current.complete(offer.fix);
    const source = completed && edited(current.subject.source, completed, (span) => current.where(span));
    if (source === undefined) break;
    current = current.again(source);
  }
  const { text } = current.analysis;
  document.again(document.subject.source);
  return { title, safety: first?.fix.safety ?? 'review', claim: first?.finding.saving ?? null, text };
}

function offerOf({ analysis }: OpenDocument, rule: RuleId, title: string) {
  const offers = analysis.findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
  return offers.find(({ finding, fix }) => finding.rule === rule && fix.title === title);
}

function sameTitles(wanted: readonly string[], offered: readonly string[]): readonly string[] {
  const lost = wanted.filter((title) => !offered.includes(title)).map((title) => `"${title}" is not offered`);
  const unknown = offered.filter((title) => !wanted.includes(title));
  return [...lost, ...unknown.map((title) => `"${title}" is offered, but no marker names it`)];
}
