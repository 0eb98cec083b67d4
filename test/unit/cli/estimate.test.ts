/** `carbon-hints estimate`: the document it prints, and what it says about options it does not understand. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { carbonHints } from './cli';

const ROOT = join(__dirname, '..', '..', '..');
const SAMPLE = join(ROOT, 'media', 'sample');

interface Range {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}
interface Document {
  readonly workloads: readonly {
    readonly kind: string;
    readonly candidates: number | null;
    readonly folds: number | null;
    readonly fits: number | null;
    readonly refits: number | null;
    readonly time: Range | null;
    readonly emissions: Range | null;
  }[];
}

const estimate = (...args: string[]) => carbonHints(['estimate', ...args], { cwd: SAMPLE });
const json = async (...args: string[]) => JSON.parse((await estimate(...args, '--format', 'json')).out) as Document;

describe('carbon-hints estimate', () => {
  it('follows its schema for every file of the sample', async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'estimate.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    for (const file of [
      'search_svm.py',
      'train_torch.py',
      'train_keras.py',
      'finetune_hf.py',
      'explore.ipynb',
      'train_well.py',
    ]) {
      const document = await json(file);
      assert.ok(validate(document), `${file}: ${JSON.stringify(validate.errors)}`);
    }
  });
  it('counts the fits of a search', async () => {
    const [search] = (await json('search_svm.py')).workloads;
    const { kind, candidates, folds, fits, refits } = search!;
    assert.deepEqual(
      { kind, candidates, folds, fits, refits },
      { kind: 'search', candidates: 42, folds: 5, fits: 210, refits: 1 },
    );
  });
  it('takes the hours that are typed', async () => {
    const [search] = (await json('search_svm.py', '--hours', '3')).workloads;
    assert.equal(search!.time!.typical, 3);
  });
  it('emits less where the grid is cleaner', async () => {
    const [france] = (await json('search_svm.py', '--region', 'FRA')).workloads;
    const [poland] = (await json('search_svm.py', '--region', 'POL')).workloads;
    assert.ok(france!.emissions!.typical < poland!.emissions!.typical);
  });
  it('gives the same digits for the same input', async () => {
    assert.deepEqual(await json('train_torch.py'), await json('train_torch.py'));
  });
  it('offers the nearest names for hardware and regions that it does not know, and guesses nothing', async () => {
    const hardware = await estimate('search_svm.py', '--hardware', '4x V1000');
    assert.deepEqual([hardware.code, hardware.out], [2, '']);
    assert.match(hardware.err, /did you mean/);
    assert.equal((await estimate('search_svm.py', '--region', 'Atlantis')).code, 2);
  });
  it('refuses numbers that make no sense', async () => {
    for (const args of [
      ['--pue', '0.5'],
      ['--pue', 'x'],
      ['--hours', '0'],
      ['--hours', '1e30'],
      ['--hours', '-1'],
    ]) {
      assert.equal((await estimate('search_svm.py', ...args)).code, 2, args.join(' '));
    }
  });
  it('follows its schema with a comparison and embodied carbon', async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'estimate.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    for (const hardware of ['8x A100', 'T4']) {
      const document = await json('train_torch.py', '--hardware', hardware, '--compare', '--embodied');
      assert.ok(validate(document), JSON.stringify(validate.errors));
    }
  });
  it('prints every format', async () => {
    const heads = {
      text: /^search_svm\.py:\d+:\d+: search/,
      json: /^\{\n {2}"schema": 1/,
      markdown: /^### Energy and carbon \(estimated\)/,
      'model-card': /^co2_eq_emissions:\n {2}emissions: /,
      sci: /^SCI = \(E x I\) \+ M per R = /,
      'codecarbon-csv': /^timestamp,project_name,/,
    };
    for (const [format, head] of Object.entries(heads)) {
      const { code, out, err } = await estimate('search_svm.py', '--hardware', 'i7-6700', '--format', format);
      assert.deepEqual([code, err], [0, ''], format);
      assert.match(out, head);
    }
    assert.equal((await estimate('search_svm.py', '--format', 'yaml')).code, 2);
  });
  it('says embodied carbon only when asked, by option or configuration file', async () => {
    const args = ['train_torch.py', '--hardware', 'A100'];
    assert.doesNotMatch((await estimate(...args)).out, /embodied/);
    assert.match((await estimate(...args, '--embodied')).out, /embodied carbon, apart: .*Falk et al\. 2025/);
  });
  it('refuses pages and tables in formats of others', async () => {
    for (const args of [
      ['--explain', '--format', 'sci'],
      ['--compare', '--format', 'model-card'],
    ]) {
      const { code, out, err } = await estimate('search_svm.py', ...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /--(explain|compare) /);
    }
  });
  it('says why there is nothing to print', async () => {
    assert.equal((await estimate('gone.py')).code, 2);
    assert.match((await estimate('.')).err, /folder/);
    assert.match((await estimate('README.md')).out, /no training run/);
  });
});
