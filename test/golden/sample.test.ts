/** What a check of the sample training project says, and what its fixes do. */
import { strict as assert } from 'node:assert';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { checkDocument } from '../../src/report/document';
import { carbonHints } from '../unit/cli/cli';
import { assertGolden } from './golden';

const ROOT = join(__dirname, '..', '..');

/** The sample was written for these; rules that came later may have more to say. */
const RULES = [
  'exhaustive-grid-search',
  'keras-fit-without-early-stopping',
  'torch-training-in-fp32',
  'hf-trainer-in-fp32',
  'lightning-in-fp32',
  'lightning-default-1000-epochs',
  'eval-builds-autograd-graph',
];
const ONLY = RULES.flatMap((rule) => ['--rule', rule]);

type Document = ReturnType<typeof checkDocument>;

async function check(cwd: string, ...args: string[]): Promise<Document> {
  return JSON.parse((await carbonHints(['check', ...args, '--format', 'json'], { cwd })).out) as Document;
}

describe('the sample project', () => {
  it('has the findings that its README names', async () => {
    const { findings, errors } = await check(ROOT, 'media/sample', ...ONLY);
    const lines = findings.map(({ path, cell, range, severity, rule }) => {
      const where = cell === null ? '' : `cell ${cell} `;
      return `${path} ${where}${range.start.line}:${range.start.column} ${severity} ${rule}\n`;
    });
    assert.deepEqual(errors, []);
    assertGolden('sample/findings.txt', lines.join(''));
  });
  it('is reported in the shape of the schema', async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'check.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    assert.ok(validate(await check(ROOT, 'media/sample')), JSON.stringify(validate.errors));
  });
  it('shows what the fixes would change as a patch', async () => {
    const args = ['check', 'media/sample', '--review-fixes', '--diff', ...ONLY];
    assertGolden('sample/fixes.diff', (await carbonHints(args, { cwd: ROOT })).out);
  });
  it('is clean of what was fixed', async () => {
    const copy = realpathSync(mkdtempSync(join(tmpdir(), 'carbon-hints-sample-')));
    cpSync(join(ROOT, 'media', 'sample'), copy, { recursive: true });
    const { findings } = await check(copy, '.', '--review-fixes', ...ONLY);
    rmSync(copy, { recursive: true });
    assert.deepEqual(
      findings.filter(({ fixes }) => fixes.length > 0),
      [],
    );
  });
});
