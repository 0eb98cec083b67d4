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
    ['1 core', 'CPU, 1 thread', 1, 11.5],
    ['12x T4', '12 x T4', 12, 70],
    ['8xA100-SXM4-80GB', '8 x A100-SXM4-80GB', 8, 400],
    ['2   Tesla T4', '2 x T4', 2, 70],
    ['T4   x 16', '16 x T4', 16, 70],
    ['2x p3.8xlarge', 'p3.8xlarge (8 x V100-SXM2)', 8, 300],
    ['TPU v3', 'TPU v3', 1, 283],
    ['Google Cloud TPU v3-32', '16 x TPU v3', 16, 283],
    ['2x TPU v3-8', '8 x TPU v3', 8, 283],
    ['M3 Max', 'Apple M3 Max', 1, 90],
    ['A100 80 GB', 'A100-SXM4-80GB', 1, 400],
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

  it('takes a draw however it is spaced, and none of 0 W', () => {
    assert.equal(parsed('  T4   @   60   kW ').draw, 60_000);
    assert.equal(parsed('T4@60W').draw, 60);
    assert.equal(parsed('T4 at 60W').name, 'T4');
    for (const text of ['T4 @ 0 W', 'potato @ 100 W']) {
      const result = parseHardware(text);
      assert.ok(!isHardware(result), text);
    }
    const none = parseHardware('T4 @ 0 W');
    assert.match(isHardware(none) ? '' : none.message, /a draw of 0 W makes no sense/);
  });

  it('says that it was typed', () => {
    for (const text of ['T4', '16 vCPU', 'p3.8xlarge', 'c6i.8xlarge'])
      assert.equal(parsed(text).origin, 'setting', text);
  });

  it('counts up to a million devices', () => {
    assert.equal(parsed('1000000x T4').count, 1_000_000);
    const result = parseHardware('1000001x T4');
    assert.match(isHardware(result) ? '' : result.message, /a count of 1000001 devices makes no sense/);
  });

  it('takes a virtual machine without a GPU for a server', () => {
    const spec = parsed('c6i.8xlarge');
    assert.deepEqual([spec.kind, spec.generation, spec.cores], ['cpu', 'cpu-server', 16]);
    assert.equal(spec.tflops.fp32, 1.536);
  });

  it('names the TPUs whose power is published where one is asked for whose is not', () => {
    const result = parseHardware('TPU v5e-8');
    assert.ok(!isHardware(result));
    assert.match(result.message, /no power figure is published for TPU v5e/);
    assert.ok(result.suggestions.length > 0 && result.suggestions.every((name) => isHardware(parseHardware(name))));
  });

  it('gives examples that it understands where nothing is near', () => {
    const result = parseHardware('🙂');
    assert.ok(!isHardware(result) && result.suggestions.length > 0);
    for (const name of result.suggestions) assert.ok(isHardware(parseHardware(name)), name);
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

  it('counts only GPUs of the kind that comes first', () => {
    const { hardware } = hardwareOfMachine(machine, ['NVIDIA A10G', 'Tesla T4', 'NVIDIA A10G']);
    assert.deepEqual([hardware.name, hardware.count], ['2 x A10G', 2]);
  });

  it('takes a processor that no table holds for one of its threads', () => {
    const nameless = { cpuModel: 'Unheard-of 1', logicalCores: 6 };
    const { hardware } = hardwareOfMachine(nameless, []);
    assert.deepEqual([hardware.kind, hardware.cores, hardware.origin], ['cpu', 3, 'machine']);
    assert.equal(hardwareOfMachine({ ...nameless, logicalCores: 0 }, []).hardware.cores, 1);
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
