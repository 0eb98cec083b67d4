/** Which arithmetic a run uses on a part, and how sure that is. */
import assert from 'node:assert/strict';
import { isHardware, parseHardware } from '../../../src/core/estimate/hardware';
import { precisionPath, precisionSpread } from '../../../src/core/estimate/precision';
import type { WorkClass } from '../../../src/core/estimate/priors/classes';
import type { HardwareSpec } from '../../../src/core/estimate/types';
import type { Workload } from '../../../src/core/model/workload';
import { workloadWith } from '../../support/workload';

function part(text: string): HardwareSpec {
  const spec = parseHardware(text);
  if (!isHardware(spec)) assert.fail(spec.message);
  return spec;
}

const path = (workload: Workload, hardware: string, workClass: WorkClass = 'transformer') =>
  precisionPath(workload, workClass, part(hardware));
const torch = (precision?: 'mixed' | 'bf16' | 'fp16' | 'tf32' | 'fp32' | 'fp64'): Workload =>
  workloadWith(precision === undefined ? {} : { precision });

describe('the arithmetic of a run', () => {
  it('is half precision where the code says so in any of its spellings and the part is faster at it', () => {
    for (const precision of ['mixed', 'bf16', 'fp16'] as const) {
      assert.equal(path(torch(precision), 'A100'), 'half', precision);
      assert.equal(path(torch(precision), 'T4'), 'half', precision);
    }
  });
  it('is fp32 where half precision is no faster: Pascal, and processors', () => {
    assert.equal(path(torch('fp16'), 'P100'), 'fp32');
    assert.equal(path(torch('bf16'), 'i9-13900K'), 'fp32');
    assert.equal(path(torch(), 'i9-13900K', 'cnn'), 'fp32');
  });
  it('is always half on a TPU', () => {
    assert.equal(path(torch(), 'TPU v3-8'), 'half');
    assert.equal(path(torch('fp32'), 'TPU v3-8'), 'half');
  });
  it('is TF32 where it is asked for and the part has it', () => {
    assert.equal(path(torch('tf32'), 'A100'), 'tf32');
    assert.equal(path(torch('tf32'), 'V100'), 'fp32');
  });
  it('is TF32 by default for convolutions and in TensorFlow, not for the matrix products of PyTorch', () => {
    for (const workClass of ['cnn', 'plain', 'compact', 'detection', 'diffusion'] as const)
      assert.equal(path(torch(), 'A100', workClass), 'tf32', workClass);
    for (const workClass of ['transformer', 'vit', 'recurrent', 'small'] as const)
      assert.equal(path(torch(), 'A100', workClass), 'fp32', workClass);
    assert.equal(path(workloadWith({ framework: 'keras' }), 'A100'), 'tf32');
    assert.equal(path(workloadWith({ framework: 'tensorflow' }), 'A100'), 'tf32');
    assert.equal(path(workloadWith({ framework: 'keras' }), 'V100'), 'fp32');
  });
  it('is fp32 for doubles whatever the layers, since nothing faster computes them', () => {
    assert.equal(path(torch('fp64'), 'A100', 'cnn'), 'fp32');
  });
  it('is bfloat16 for large language models of which nothing is said', () => {
    assert.equal(path(torch(), 'A100', 'llm'), 'half');
    assert.equal(path(torch('fp32'), 'A100', 'llm'), 'fp32');
  });
});

describe('how sure the arithmetic is', () => {
  const spread = (workload: Workload, hardware: string, workClass: WorkClass = 'transformer') =>
    precisionSpread(workload, workClass, part(hardware));

  it('is certain where it is written, and where a part has no choice', () => {
    assert.equal(spread(torch('fp32'), 'A100'), 0);
    assert.equal(spread(torch('mixed'), 'A100', 'llm'), 0);
    assert.equal(spread(torch(), 'i9-13900K'), 0);
    assert.equal(spread(torch(), 'TPU v3-8'), 0);
  });
  it('is open on a part with 16-bit units, and wider for language models', () => {
    assert.ok(spread(torch(), 'A100') > 0);
    assert.ok(spread(torch(), 'A100', 'llm') > spread(torch(), 'A100'));
  });
  it('is widest for doubles, whose rate no table holds', () => {
    assert.equal(spread(torch('fp64'), 'A100', 'llm'), 1);
  });
});
