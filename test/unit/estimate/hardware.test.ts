/** Free text becomes a part with figures, or the closest names; nothing is guessed silently. */
import assert from 'node:assert/strict';
import { hardwareOfMachine, isHardware, parseHardware } from '../../../src/core/estimate/hardware';
import type { HardwareSpec } from '../../../src/core/estimate/types';

function parsed(text: string): HardwareSpec {
  const result = parseHardware(text);
  if (!isHardware(result)) assert.fail(`${text}: ${result.message}`);
  return result;
}

describe('parseHardware', () => {
  const cases: readonly (readonly [string, string, number, number])[] = [
    ['8x A100-SXM4-80GB', '8 x A100-SXM4-80GB', 8, 400],
    ['4x V100-SXM2-32GB', '4 x V100-SXM2-32GB', 4, 300],
    ['2 x T4', '2 x T4', 2, 70],
    ['T4 x2', '2 x T4', 2, 70],
    ['RTX 4090', 'RTX 4090', 1, 450],
    ['NVIDIA GeForce RTX 4090 Laptop GPU', 'RTX 4090 Laptop', 1, 150],
    ['NVIDIA H100 80GB HBM3', 'H100-SXM5-80GB', 1, 700],
    ['NVIDIA A100-PCIE-40GB', 'A100-PCIe-40GB', 1, 250],
    ['NVIDIA RTX 6000 Ada Generation', 'RTX 6000 Ada', 1, 300],
    ['RTX 3080 12GB', 'RTX 3080-12GB', 1, 350],
    ['AMD Instinct MI250X', 'MI250X', 1, 560],
    ['Apple M3 Max', 'Apple M3 Max', 1, 90],
    ['TPU v3-8', '4 x TPU v3', 4, 283],
    ['p3.8xlarge', 'p3.8xlarge (4 x V100-SXM2)', 4, 300],
    ['a2-highgpu-8g', 'a2-highgpu-8g (8 x A100-SXM4)', 8, 400],
    ['Standard_ND96isr_H100_v5', 'Standard_ND96isr_H100_v5 (8 x H100-SXM5)', 8, 700],
    ['c6i.8xlarge', 'c6i.8xlarge', 1, 120],
    ['Intel(R) Core(TM) i7-10610U CPU @ 1.80GHz', 'Core i7-10610U', 1, 27],
    ['16 vCPU', 'CPU, 16 threads', 1, 64],
  ];
  for (const [text, name, count, watts] of cases) {
    it(`reads '${text}'`, () => {
      const spec = parsed(text);
      assert.deepEqual([spec.name, spec.count, spec.watts], [name, count, watts]);
    });
  }

  it('takes a known draw of everything together', () => {
    assert.equal(parsed('8x P100 @ 1515.43 W').draw, 1515.43);
    assert.equal(parsed('RTX 4090 at 0.5 kW').draw, 500);
    assert.equal(parsed('Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz').draw, undefined);
  });

  it('offers the closest parts for an ambiguous or mistyped name', () => {
    const ambiguous = parseHardware('RTX 6000');
    assert.ok(!isHardware(ambiguous));
    assert.deepEqual(ambiguous.suggestions, ['RTX 6000 Ada', 'Quadro RTX 6000', 'RTX A6000']);
    const mistyped = parseHardware('RTX 40900');
    assert.ok(!isHardware(mistyped) && mistyped.suggestions[0] === 'RTX 4090');
  });

  for (const text of ['', '0x T4', '-1x T4', 'potato', 'TPU v5e-8', '🙂', 'x'.repeat(5000)]) {
    it(`refuses '${text.slice(0, 12)}' with a message`, () => {
      const result = parseHardware(text);
      assert.ok(!isHardware(result) && result.message !== '');
    });
  }
});

describe('hardwareOfMachine', () => {
  const machine = { cpuModel: 'AMD EPYC 7763 64-Core Processor', logicalCores: 16 };

  it('takes the GPUs that are known and names the others', () => {
    const { hardware, problems } = hardwareOfMachine(machine, ['NVIDIA A10G', 'NVIDIA A10G', 'Voodoo 2']);
    assert.deepEqual([hardware.name, hardware.count, hardware.origin], ['2 x A10G', 2, 'machine']);
    assert.deepEqual(problems, ["unknown GPU 'Voodoo 2'"]);
  });

  it('counts virtual CPUs of a server, not those on the label', () => {
    const { hardware } = hardwareOfMachine(machine, []);
    assert.deepEqual([hardware.kind, hardware.watts, hardware.cores], ['cpu', 48, 8]);
  });

  it('leaves integrated graphics to the processor', () => {
    const laptop = { cpuModel: '13th Gen Intel(R) Core(TM) i7-1355U', logicalCores: 12 };
    const { hardware, problems } = hardwareOfMachine(laptop, ['Intel(R) Iris(R) Xe Graphics']);
    assert.deepEqual([hardware.generation, hardware.watts, problems], ['cpu-laptop', 27, []]);
  });

  it('takes Apple silicon as one package', () => {
    const { hardware } = hardwareOfMachine({ cpuModel: 'Apple M2 Pro', logicalCores: 12 }, []);
    assert.deepEqual([hardware.kind, hardware.name], ['apple', 'Apple M2 Pro']);
  });
});
