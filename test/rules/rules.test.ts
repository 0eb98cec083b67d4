/** Runs every rule's page: what it flags, what it leaves alone, and what its fixes do. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNone } from '../../src/cli/scan/candidates';
import type { Prefilter } from '../../src/cli/scan/load';
import { prefilter } from '../../src/cli/scan/prefilter';
import { rules } from '../../src/core/rules/registry';
import type { Finding, Fix, RuleMeta } from '../../src/core/rules/rule';
import { acceleratorOf } from '../../src/core/text/notebook/accelerator';
import { shiftSpan, sortEdits } from '../../src/core/text/edits';
import type { TextEdit } from '../../src/core/text/span';
import { parse } from '../support/program';
import { applied, completed, loadEngine, look, moduleText } from './bench';
import { type Case, HEADINGS, type Page, parsePage } from './page';
import { syntaxErrors } from './python';

const FOLDER = join(__dirname, '../../src/core/rules');
const folders = readdirSync(FOLDER, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && entry.name !== 'shared',
);
const pages = new Map<string, Page>(rules.map(({ meta }) => [meta.id, pageOf(meta.id)]));

/** The part of the benchmarks that measured savings of grade C stand in. */
const [, MEASURED = ''] =
  /^## Effects on a processor$(.*?)^## /ms.exec(readFileSync(join(__dirname, '../../docs/benchmarks.md'), 'utf8')) ??
  [];

/** Every text that a fix made, with where it came from; CPython reads them all at the end. */
const fixedTexts: { readonly from: string; readonly before: string; readonly after: string }[] = [];

function pageOf(id: string): Page {
  return parsePage(readFileSync(join(FOLDER, id, 'rule.md'), 'utf8'));
}

const summaryOf = (one: Case, rule: string): string[] =>
  look(one, rule).findings.map(({ finding, cell, line }) => `${cell}:${line + 1} ${finding.severity}`);

describe('rule folders', () => {
  it('hold exactly a rule and its page, and are all registered', () => {
    for (const { name } of folders)
      assert.deepEqual(readdirSync(join(FOLDER, name)).sort(), ['rule.md', 'rule.ts'], name);
    assert.deepEqual(
      rules.map(({ meta }) => meta.id),
      folders.map(({ name }) => name).sort(),
    );
  });
});

for (const rule of rules) {
  const { meta } = rule;
  const page = pages.get(meta.id) as Page;

  describe(meta.id, () => {
    before(loadEngine);

    describe('page', () => {
      it('names the rule, says what it is in one sentence, and has its headings in order', () => {
        assert.equal(page.id, meta.id);
        assert.equal(page.summary, meta.summary);
        assert.match(meta.summary, /^[A-Z0-9].*\.$/);
        assert.deepEqual(page.headings, [...HEADINGS]);
      });

      it('gives the saving a figure and a source, or says that it is not quantified', () => {
        const why = page.prose.get('Why it wastes energy') ?? '';
        assert.notEqual(meta.saving.source, '');
        assert.match(why, meta.saving.grade === 'N' ? /not quantified/i : /\d/);
        assert.match(why, new RegExp(`\\bgrade ${meta.saving.grade}\\b`));
      });

      it('names the range that is used, and where measured CPU-seconds stand', () => {
        const { low, typical, high, grade } = meta.saving;
        if (low === null) return;
        const why = (page.prose.get('Why it wastes energy') ?? '').replace(/\s+/g, ' ');
        const percent = (share: number): string => String(Math.round(1000 * share) / 10);
        const range = low === high ? `${percent(low)} %` : `${percent(low)} to ${percent(high)} %`;
        assert.ok(why.includes(range), range);
        if (low !== high) assert.ok(why.includes(`typically ${percent(typical)} %`), percent(typical));
        if (grade === 'C') assert.ok(MEASURED.includes(`| \`${meta.id}\` `), 'no row in docs/benchmarks.md');
      });

      it('documents every option', () => {
        const prose = [...page.prose.values()].join('\n');
        for (const name of Object.keys(meta.options)) assert.ok(prose.includes(`\`${name}\``), name);
      });

      it('has at least thirty flagged and thirty clean cases, each with a reason of its own', () => {
        for (const kind of ['flagged', 'clean'] as const) {
          const cases = page.cases.filter((one) => one.kind === kind);
          assert.ok(cases.length >= 30, `${cases.length} ${kind} cases`);
        }
        assert.equal(new Set(page.cases.map((one) => one.reason)).size, page.cases.length);
      });

      it('shows as many fixes as the rule promises', () => {
        const fixable = page.cases.filter((one) => one.kind === 'flagged' && one.noFix === null).length;
        const flagged = page.cases.filter((one) => one.kind === 'flagged').length;
        if (meta.fixes === 'never') assert.equal(fixable, 0);
        else if (meta.fixes === 'always') assert.equal(fixable, flagged);
        else assert.ok(fixable > 0 && fixable < flagged);
      });

      it('only flags what the prefilter lets through', () => {
        for (const one of page.cases.filter((each) => each.markers.length > 0)) assertPasses(one, meta);
      });
    });

    it('is silent on an empty file', () => {
      const empty = { ...(page.cases[0] as Case), notebook: false, text: '' };
      assert.deepEqual(summaryOf(empty, meta.id), []);
    });

    describe('flags', () => {
      for (const one of page.cases.filter((each) => each.kind === 'flagged')) {
        it(`line ${one.at}: ${one.reason}`, () => checkFlagged(one, meta.id));
      }
    });

    describe('leaves alone', () => {
      for (const one of page.cases.filter((each) => each.kind === 'clean')) {
        it(`line ${one.at}: ${one.reason}`, () => {
          assert.deepEqual(one.markers, []);
          const { analysis, findings } = look(one, meta.id);
          assert.deepEqual(findings, []);
          for (const id of new Set(analysis.findings.map((each) => each.rule))) assertPasses(one, metaOf(id));
        });
      }
    });
  });
}

describe('every fixed text', () => {
  it('is Python to CPython when it was before', () => {
    const errors = syntaxErrors(fixedTexts.flatMap(({ before, after }) => [before, after]));
    fixedTexts.forEach(({ from, after }, index) => {
      if (errors[2 * index] === null) assert.equal(errors[2 * index + 1], null, `${from}\n${after}`);
    });
  });
});

/** Invariant of the prefilter: it holds nothing back in which the rule finds something. */
function assertPasses(one: Case, meta: RuleMeta): void {
  const mayFire = (...given: Parameters<Prefilter>): boolean => !isNone(prefilter([meta])(...given));
  if (!one.notebook) return assert.ok(mayFire(one.text, one.path), `${meta.id}: ${one.reason}`);
  const [text, accelerator] = [moduleText(one), acceleratorOf(one.metadata)];
  assert.ok(mayFire('', one.path, { text, accelerator, isWhole: true }), `${meta.id}: ${one.reason}`);
  // The metadata of a notebook are part of its file.
  const file = JSON.stringify({ cells: [{ source: text }], metadata: one.metadata });
  assert.ok(mayFire(file, one.path), `${meta.id}: ${one.reason}`);
}

const metaOf = (id: string): RuleMeta => rules.find(({ meta }) => meta.id === id)?.meta as RuleMeta;

function checkFlagged(one: Case, rule: string): void {
  const { analysis, findings } = look(one, rule);
  assert.deepEqual(analysis.problems, []);
  for (const id of new Set(analysis.findings.map((each) => each.rule))) assertPasses(one, metaOf(id));
  assert.ok(JSON.stringify(analysis.findings), 'findings are plain data');
  const marked = one.markers.map(({ cell, line, severity }) => `${cell}:${line + 1} ${severity}`);
  assert.ok(marked.length > 0, 'a flagged case needs a marker');
  assert.deepEqual(
    findings.map(({ finding, cell, line }) => `${cell}:${line + 1} ${finding.severity}`),
    marked,
  );
  findings.forEach(({ finding }, index) => {
    checkWords(finding);
    const message = one.markers[index]?.message ?? null;
    if (message !== null) assert.equal(finding.message, message);
    checkFixes(one, rule, finding);
  });
  checkExpected(
    one,
    findings.map(({ finding }) => finding),
  );
  if (one.noFix === null) checkConvergence(one, rule);
}

/** A message states a fact, in at most 80 characters; a title instructs. */
function checkWords({ message, fixes }: Finding): void {
  assert.ok(message.length <= 80, `${message.length} characters: ${message}`);
  assert.match(message, /^[A-Za-z0-9`]/);
  assert.doesNotMatch(message, /^(Consider|Use|Avoid|You|Please|Try|Do not|Set|Add|Wrap)\b|\.$/);
  for (const fix of fixes) {
    assert.match(
      fix.title,
      /^(Add|Use|Set|Wrap|Remove|Replace|Move|Call|Decorate|Run|Switch|Turn|Compute|Train|Evaluate)\b/,
    );
    if (fix.safety === 'review') assert.match(fix.reason, /\w{3}/);
  }
}

function checkFixes(one: Case, rule: string, finding: Finding): void {
  if (one.noFix !== null)
    assert.deepEqual(
      finding.fixes.map(({ title }) => title),
      [],
      one.noFix,
    );
  else assert.ok(finding.fixes.length > 0, 'no fix is offered');
  assert.equal(new Set(finding.fixes.map(({ title }) => title)).size, finding.fixes.length, 'two fixes share a title');
  for (const fix of finding.fixes) checkFix(one, rule, finding, fix);
}

/** Applies, parses, keeps comments, and does not fire again at the same place. */
function checkFix(one: Case, rule: string, finding: Finding, fix: Fix): void {
  const { after, edits } = fixedBy(one, fix);
  const [before, now] = [parse(moduleText(one)), parse(moduleText(after))];
  assert.ok(now.broken.length <= before.broken.length, `${fix.title} breaks the syntax:\n${after.text}`);
  const comments = commentsOf(now);
  for (const comment of commentsOf(before)) {
    const at = comments.indexOf(comment);
    assert.ok(at >= 0, `${fix.title} loses "${comment}"`);
    comments.splice(at, 1);
  }
  const place = edits.reduceRight((span, edit) => shiftSpan(span, edit), {
    start: finding.span.start,
    end: finding.span.start + 1,
  });
  const again = look(after, rule).findings.filter((each) => Math.abs(each.finding.span.start - place.start) <= 1);
  assert.deepEqual(
    again.map((each) => each.finding.message),
    [],
    `${fix.title} fires again:\n${after.text}`,
  );
  fixedTexts.push({
    from: `${rule} line ${one.at}: ${fix.title}`,
    before: moduleText(one),
    after: moduleText(after),
  });
}

function fixedBy(one: Case, fix: Fix): { after: Case; edits: readonly TextEdit[] } {
  const whole = completed(one, fix);
  assert.ok(whole, `the edits of "${fix.title}" collide`);
  const after = applied(one, whole);
  assert.ok(after, `the edits of "${fix.title}" overlap`);
  assert.notDeepEqual(after, one, `"${fix.title}" changes nothing`);
  return { after, edits: sortEdits(whole.edits) };
}

const commentsOf = (program: ReturnType<typeof parse>): string[] =>
  program.comments.map((span) => program.text.slice(span.start, span.end).trim());

/** A page that shows the text after a fix shows exactly what the fix makes of it. */
function checkExpected(one: Case, findings: readonly Finding[]): void {
  for (const { title, text, metadata } of one.expected) {
    const fixes = findings.flatMap((finding) => finding.fixes);
    const fix = title === null ? fixes[0] : fixes.find((each) => each.title === title);
    assert.ok(fix, `no fix "${title ?? ''}" among ${fixes.map((each) => each.title).join(', ')}`);
    const { after } = fixedBy(one, fix);
    assert.equal(after.text, text);
    assert.deepEqual(after.metadata, metadata ?? one.metadata);
  }
}

/** Applying first fixes one after another ends. */
function checkConvergence(one: Case, rule: string): void {
  let now = one;
  for (let pass = 0; pass < 10; pass += 1) {
    const fix = look(now, rule).findings.flatMap(({ finding }) => finding.fixes)[0];
    if (!fix) return;
    now = fixedBy(now, fix).after;
  }
  assert.fail(`fixes are still offered after ten:\n${now.text}`);
}
