/** Watts and memory of the bundled accelerators agree with the package that they cite. */
import assert from 'node:assert/strict';
import { SKUS } from '@huggingface/tasks';
import { acceleratorNamed, acceleratorNames } from '../../../src/data/hardware';

interface Sku {
  readonly power?: number;
  readonly memory?: readonly number[];
  readonly aliases?: readonly string[];
}

const cited = new Map<string, Sku>();
for (const makers of [SKUS.GPU.NVIDIA, SKUS.GPU.AMD, SKUS.GPU.INTEL, SKUS['Apple Silicon']['-']]) {
  for (const [name, sku] of Object.entries(makers as Record<string, Sku>)) {
    const part = acceleratorNamed(name);
    if (part !== undefined && !cited.has(part.name)) cited.set(part.name, sku);
  }
}

describe('bundled accelerators that cite @huggingface/tasks', () => {
  const citing = acceleratorNames().filter((name) => acceleratorNamed(name)?.source.includes('@huggingface/tasks'));

  it('are mostly found there by name', () => {
    assert.ok(citing.length > 90 && citing.filter((name) => cited.has(name)).length / citing.length > 0.9);
  });

  for (const name of citing) {
    const sku = cited.get(name);
    if (sku?.power === undefined) continue;
    it(`${name} draws what is cited`, () => assert.equal(acceleratorNamed(name)?.watts, sku.power));
  }
});
