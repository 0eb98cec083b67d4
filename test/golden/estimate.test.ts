/** What `carbon-hints estimate` prints about the sample training project, in each form. */
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { carbonHints } from '../unit/cli/cli';
import { assertGolden } from './golden';

const SAMPLE = join(__dirname, '..', '..', 'media', 'sample');

/** Everything that would depend on this machine is given. */
const GIVEN = ['--hardware', '4x A100', '--region', 'aws:eu-west-3'];

async function printed(file: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await carbonHints(['estimate', file, ...args], { cwd: SAMPLE });
  assert.deepEqual([code, err], [0, '']);
  return out.replace(/^\d{4}-\d\d-\d\dT[\d:]{8},/gm, '<time>,');
}

describe('the estimate of the sample project', () => {
  for (const [format, extension] of [
    ['text', 'txt'],
    ['json', 'json'],
    ['markdown', 'md'],
    ['model-card', 'yaml'],
    ['sci', 'txt'],
    ['codecarbon-csv', 'csv'],
  ] as const) {
    it(`is exported as ${format}`, async () => {
      const text = await printed('finetune_hf.py', ...GIVEN, '--embodied', '--format', format);
      assertGolden(`estimate/${format}.${extension}`, text);
    });
  }
  it('is explained in a terminal', async () => {
    const text = await printed('search_svm.py', '--explain', '--hardware', 'i9-13900K', '--region', 'FRA');
    assertGolden('estimate/explained-search.txt', text);
  });
  it('is explained in Markdown', async () => {
    const text = await printed('train_torch.py', '--explain', ...GIVEN, '--embodied', '--format', 'markdown');
    assertGolden('estimate/explained-torch.md', text);
  });
  it('is compared', async () => {
    assertGolden('estimate/compared.txt', await printed('train_keras.py', '--compare', ...GIVEN));
  });
});
