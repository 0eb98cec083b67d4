/** Which hardware does the work where the setting, the machine and the code do not agree. */
import assert from 'node:assert/strict';
import { familyOf } from '../../../src/core/estimate/classical';
import { buildContext } from '../../../src/core/estimate/context';
import { placementOf, type Placement } from '../../../src/core/estimate/machine';
import { workloadWith } from '../../support/workload';

type Values = Parameters<typeof workloadWith>[0];

function placed(values: Values, hardware: string | null, machine: { gpus?: string[] } | null = null): Placement {
  const workload = workloadWith(values);
  const facts = machine && { cpuModel: 'AMD EPYC 7763 64-Core Processor', logicalCores: 16, ...machine };
  const { context } = buildContext({ hardware, region: null, pue: null, hours: null, machine: facts });
  return placementOf(workload, familyOf(workload), context);
}
const name = (...given: Parameters<typeof placed>) => placed(...given).hardware.name;
const origin = (...given: Parameters<typeof placed>) => placed(...given).shown.origin;

const SVC = { framework: 'sklearn', model: 'SVC' } as const;

describe('the hardware of a run', () => {
  it('is what is typed or found, and says which', () => {
    assert.deepEqual([name({}, '8x A100'), origin({}, '8x A100')], ['8 x A100-SXM4', 'setting']);
    assert.deepEqual(
      [name({}, null, { gpus: ['Tesla T4'] }), origin({}, null, { gpus: ['Tesla T4'] })],
      ['T4', 'machine'],
    );
  });
  it('is some processor for an estimator on a machine with GPUs, and what is typed where that is one', () => {
    assert.match(placed(SVC, '8x A100').shown.value, /^unknown processor \(runs on the processor\)$/);
    assert.match(placed(SVC, 'TPU v3-8').shown.value, /unknown processor/);
    assert.match(placed(SVC, null).shown.value, /unknown processor/);
    assert.equal(origin(SVC, '8x A100'), 'prior');
    assert.equal(name(SVC, 'i9-13900K'), 'i9-13900K');
    assert.equal(name(SVC, 'Apple M3 Max'), 'Apple M3 Max');
  });
  it('is some processor for a network that is kept on it', () => {
    assert.match(name({ device: 'cpu' }, 'T4'), /unknown processor/);
    assert.equal(name({ device: 'cpu' }, 'i9-13900K'), 'i9-13900K');
  });
  it('is some GPU where the code asks for one and nothing is known, else some processor', () => {
    assert.match(placed({ device: 'accelerator' }, null).shown.value, /^unknown GPU \(no hardware known\)$/);
    assert.match(placed({}, null).shown.value, /^unknown processor \(no hardware known\)$/);
  });
  it('is some GPU where the code asks for one and this machine has none; a typed processor is believed', () => {
    assert.match(placed({ device: 'accelerator' }, null, {}).shown.value, /asks for a GPU that this machine has not/);
    assert.equal(name({ device: 'accelerator' }, 'i9-13900K'), 'i9-13900K');
    assert.equal(placed({}, null, {}).hardware.kind, 'cpu');
    assert.equal(origin({}, null, {}), 'machine');
  });
});

describe('the number of devices', () => {
  it('is that of the code where a part is typed without one', () => {
    assert.equal(name({ devices: 4 }, 'T4'), '4 x T4');
    assert.equal(placed({ devices: 4 }, 'T4').hardware.count, 4);
    assert.equal(name({ devices: 2.4 }, 'T4'), '2 x T4');
  });
  it('is at most what there is where a count is typed or found', () => {
    assert.equal(name({ devices: 4 }, '8x T4'), '4 x T4');
    assert.equal(name({ devices: 16 }, '8x T4'), '8 x T4');
    assert.equal(name({ devices: 4 }, null, { gpus: ['Tesla T4', 'Tesla T4'] }), '2 x T4');
    assert.equal(name({ devices: 4 }, null, { gpus: ['Tesla T4'] }), 'T4');
    assert.equal(name({ devices: 1 }, null, { gpus: ['Tesla T4', 'Tesla T4'] }), '1 x T4');
  });
  it('is one at least', () => assert.equal(placed({ devices: 0.1 }, '8x T4').hardware.count, 1));
  it('is left alone where the code does not say, and on processors', () => {
    assert.equal(name({}, '8x T4'), '8 x T4');
    assert.equal(name({ devices: 8 }, '8x T4'), '8 x T4');
    assert.equal(name({ devices: 4 }, 'i9-13900K'), 'i9-13900K');
  });
});
