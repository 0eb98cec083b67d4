/** `carbon-hints check` as a user meets it: what it prints, writes and exits with. */
import { strict as assert } from 'node:assert';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { carbonHints, type Outcome } from './cli';
import { temporaryFolder, type Folder } from './folder';

/** 8 x 8 candidates x 5 folds: more fits than the rule allows. */
const WASTEFUL = [
  'from sklearn.datasets import fetch_openml',
  'from sklearn.model_selection import GridSearchCV',
  'from sklearn.svm import SVC',
  '',
  'X, y = fetch_openml("adult", return_X_y=True)',
  'grid = {"C": [1, 2, 3, 4, 5, 6, 7, 8], "gamma": [1, 2, 3, 4, 5, 6, 7, 8]}',
  'search = GridSearchCV(SVC(), grid, cv=5)',
  'search.fit(X, y)',
  '',
].join('\n');

const notebookOf = (...cells: string[]) =>
  JSON.stringify({
    cells: cells.map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

interface Report {
  readonly summary: { readonly files: number; readonly parsed: number; readonly findings: number };
  readonly findings: readonly {
    readonly rule: string;
    readonly path: string;
    readonly cell: number | null;
    readonly range: { readonly start: { readonly line: number; readonly column: number } };
    readonly fixes: readonly { readonly edits: readonly { readonly cell: number | null }[] }[];
  }[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

const reportOf = ({ out }: Outcome) => JSON.parse(out) as Report;

describe('carbon-hints check', () => {
  let folder: Folder;
  const check = (...args: string[]) => carbonHints(['check', ...args], { cwd: folder.path });
  const json = async (...args: string[]) => reportOf(await check('--format', 'json', ...args));
  const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  describe('exit codes', () => {
    it('0 when nothing is found', async () => {
      folder.write('clean.py', 'print(1)\n');
      assert.equal((await check('.')).code, 0);
    });
    it('1 with findings, 0 with --exit-zero', async () => {
      folder.write('train.py', WASTEFUL);
      assert.equal((await check('.')).code, 1);
      assert.equal((await check('.', '--exit-zero')).code, 0);
    });
    it('2 for unknown options, formats and rules, with the nearest right one', async () => {
      assert.equal((await check('--fx')).code, 2);
      const format = await check('--format', 'jsn');
      assert.deepEqual([format.code, format.out], [2, '']);
      assert.match(format.err, /unknown format 'jsn'; did you mean 'json'/);
      const rule = await check('--rule', 'exhaustive-grid-serch');
      assert.equal(rule.code, 2);
      assert.match(rule.err, /did you mean 'exhaustive-grid-search'/);
    });
    it('2 when nothing that was named exists', async () => {
      const outcome = await check('gone.py', '--format', 'json');
      assert.equal(outcome.code, 2);
      assert.deepEqual(reportOf(outcome).errors, [{ path: 'gone.py', message: 'no such file or folder' }]);
    });
    it('0 for help and version', async () => {
      assert.equal((await check('--help')).code, 0);
      assert.equal((await carbonHints(['--version'], { cwd: folder.path })).code, 0);
    });
  });

  it('says where, in UTF-16 columns from 1', async () => {
    folder.write(
      'train.py',
      `"😀"; ${WASTEFUL.replaceAll('\n', '\r\n')}`.replace('search = Grid', '"😀"; search = Grid'),
    );
    const { findings } = await json('.');
    assert.deepEqual(
      findings.map(({ path, cell, range }) => [path, cell, range.start]),
      [['train.py', null, { line: 7, column: 16 }]],
    );
  });
  it('counts a file without triggers but does not parse it', async () => {
    folder.write('a.py', 'x = (((\n');
    folder.write('b.py', WASTEFUL);
    const { files, parsed, findings } = (await json('.')).summary;
    assert.deepEqual({ files, parsed, findings }, { files: 2, parsed: 1, findings: 1 });
  });
  it('places findings and edits of a notebook in its cells', async () => {
    const [head, tail] = [WASTEFUL.split('grid =')[0]!, `grid =${WASTEFUL.split('grid =')[1]!}`];
    folder.write('nb.ipynb', notebookOf('%matplotlib inline', head, tail));
    const { findings } = await json('.');
    assert.deepEqual([findings[0]!.cell, findings[0]!.range.start], [2, { line: 2, column: 10 }]);
    assert.ok(findings[0]!.fixes[0]!.edits.every((edit) => edit.cell !== null));
  });
  it('reports only the rules that are named', async () => {
    folder.write('train.py', WASTEFUL);
    assert.equal((await json('.', '--rule', 'torch-training-in-fp32')).findings.length, 0);
    assert.equal((await json('.', '--rule', 'exhaustive-grid-search')).findings.length, 1);
  });

  describe('files it cannot analyse', () => {
    const bad: Readonly<Record<string, readonly [string | Uint8Array, RegExp]>> = {
      'null.py': [`${WASTEFUL}\0`, /null bytes/],
      'large.py': ['x = 1\n'.repeat(400_000), /2 MB/],
      'long.py': ['\n'.repeat(50_001), /50,000 lines/],
      'line.py': [`x = "${'a'.repeat(10_000_000)}"\n`, /2 MB/],
      'truncated.ipynb': [notebookOf(WASTEFUL).slice(0, -9), /not valid JSON/],
      'text.ipynb': ['hello', /not valid JSON/],
      'list.ipynb': ['[]', /not a notebook/],
      'empty.ipynb': ['', /not a notebook/],
    };
    it('are named with the reason, and the rest goes on', async () => {
      for (const [name, [content]] of Object.entries(bad)) folder.write(name, content);
      symlinkSync('nowhere', join(folder.path, 'dangling.py'));
      folder.write('train.py', WASTEFUL);
      const { errors, findings } = await json('.');
      for (const [name, [, reason]] of Object.entries(bad)) {
        assert.match(errors.find((error) => error.path === name)?.message ?? '', reason, name);
      }
      assert.match(errors.find((error) => error.path === 'dangling.py')?.message ?? '', /went away|no such/);
      assert.equal(findings.length, 1);
    });
  });

  describe('odd but readable files', () => {
    const odd: Readonly<Record<string, string | Uint8Array>> = {
      'a byte order mark': `\ufeff${WASTEFUL}`,
      'CRLF line ends': WASTEFUL.replaceAll('\n', '\r\n'),
      'Latin-1 bytes': Buffer.from(`# caf\xe9\n${WASTEFUL}`, 'latin1'),
      'a broken part elsewhere': `${WASTEFUL}\ndef broken(:\n    pass\n`,
      'an old notebook format': JSON.stringify({
        worksheets: [{ cells: [{ cell_type: 'code', input: WASTEFUL, outputs: [] }] }],
        nbformat: 3,
      }),
    };
    for (const [what, content] of Object.entries(odd)) {
      it(`still get findings: ${what}`, async () => {
        const name = what.includes('notebook') ? 'a.ipynb' : 'a.py';
        folder.write(name, content);
        assert.equal((await json('.')).findings.length, 1);
      });
      it(`are fixed without losing a byte elsewhere: ${what}`, async () => {
        const name = what.includes('notebook') ? 'a.ipynb' : 'a.py';
        const path = folder.write(name, content);
        assert.equal((await json('.', '--review-fixes')).findings.length, 0);
        const after = readFileSync(path);
        assert.ok(after.includes('HalvingGridSearchCV(SVC(), grid'));
        const tail = Buffer.from(content).subarray(-8);
        assert.deepEqual(after.subarray(-8), tail);
        assert.deepEqual(after.subarray(0, 5), Buffer.from(content).subarray(0, 5));
      });
    }
  });

  describe('fixing', () => {
    it('leaves review fixes alone with --fix', async () => {
      folder.write('train.py', WASTEFUL);
      assert.equal((await check('.', '--fix')).code, 1);
      assert.equal(read('train.py'), WASTEFUL);
    });
    it('applies review fixes with --review-fixes and reports what is left', async () => {
      folder.write('train.py', WASTEFUL);
      const outcome = await check('.', '--review-fixes');
      assert.equal(outcome.code, 0);
      assert.match(outcome.out, /train\.py: note 1 fix applied/);
      assert.match(read('train.py'), /enable_halving_search_cv/);
    });
    it('shows a patch with --diff and writes nothing', async () => {
      folder.write('train.py', WASTEFUL);
      const outcome = await check('.', '--review-fixes', '--diff');
      assert.equal(outcome.code, 1);
      assert.match(outcome.out, /^--- a\/train\.py\n\+\+\+ b\/train\.py\n/);
      assert.match(outcome.out, /^-search = GridSearchCV/m);
      assert.equal(read('train.py'), WASTEFUL);
    });
    it('does not write an encoding that it cannot write', async () => {
      const bytes = Buffer.concat([
        Buffer.from('# coding: shift_jis\n# '),
        Buffer.from([0x83, 0x7e, 10]),
        Buffer.from(WASTEFUL),
      ]);
      const path = folder.write('train.py', bytes);
      const { errors } = await json('.', '--review-fixes');
      assert.match(errors[0]!.message, /shift_jis/);
      assert.deepEqual(readFileSync(path), bytes);
    });
  });

  describe('standard input', () => {
    it('goes by the name it is given', async () => {
      const args = ['check', '-', '--stdin-filename', 'src/train.py', '--format', 'json'];
      const outcome = await carbonHints(args, { cwd: folder.path, input: WASTEFUL });
      assert.deepEqual(
        reportOf(outcome).findings.map((finding) => finding.path),
        ['src/train.py'],
      );
    });
    it('comes out fixed, with the report on standard error', async () => {
      const outcome = await carbonHints(['check', '-', '--review-fixes'], { cwd: folder.path, input: WASTEFUL });
      assert.match(outcome.out, /HalvingGridSearchCV\(SVC\(\), grid/);
      assert.match(outcome.err, /No findings/);
    });
    it('comes out as it was when there is nothing to fix', async () => {
      const input = 'x = 1\r\n';
      assert.equal((await carbonHints(['check', '-', '--fix'], { cwd: folder.path, input })).out, input);
    });
    it('cannot be combined with paths', async () => {
      assert.equal((await check('-', 'train.py')).code, 2);
    });
  });

  describe('output', () => {
    it('goes to a file with --output', async () => {
      folder.write('train.py', WASTEFUL);
      const outcome = await check('.', '--format', 'sarif', '--output', 'out.sarif');
      assert.equal(outcome.out, '');
      assert.match(read('out.sarif'), /"version": "2\.1\.0"/);
    });
    it('has colour on a terminal, unless NO_COLOR is set', async () => {
      folder.write('train.py', WASTEFUL);
      const on = (env: Record<string, string>) => carbonHints(['check'], { cwd: folder.path, columns: 80, env });
      assert.ok((await on({})).out.includes('\u001b['));
      assert.ok(!(await on({ NO_COLOR: '1' })).out.includes('\u001b['));
    });
    it('makes control characters of a file name visible', async () => {
      folder.write('a\u001b[31m.py', WASTEFUL);
      const { out } = await check('.');
      assert.ok(!out.includes('\u001b') && out.includes('\\u{1b}'));
    });
  });
});
