/** Accelerators and cloud instance types by name. */
import { AWS_CPU, AZURE_CPU, GOOGLE_CPU } from './hardware/instances';
import { lazy, nameKey, numberCell, tableRows } from './table';

export interface Accelerator {
  readonly name: string;
  readonly kind: 'gpu' | 'tpu' | 'apple';
  /** Architecture family; `-dc` and `-pro` where efficiency differs from the consumer parts. */
  readonly generation: string;
  /** Board power limit; for Apple the whole package. */
  readonly watts: number;
  /** Dense peaks in TFLOP/s. */
  readonly fp32: number | null;
  readonly tf32: number | null;
  readonly half: number | null;
  /** Memory sizes sold, GB. */
  readonly memory: readonly number[];
  readonly year: number;
  readonly source: string;
}

const SOURCES: Readonly<Record<string, string>> = {
  n: 'vendor data sheet',
  h: '@huggingface/tasks 0.21.54 (watts, memory), data sheet (peaks)',
  p: 'Patterson et al. 2021, arXiv 2104.10350',
  c: 'Chowdhery et al. 2022, arXiv 2204.02311',
};

const accelerators = lazy(() => {
  const byKey = new Map<string, Accelerator>();
  for (const row of tableRows('hardware/accelerators')) {
    const [names = '', kind, generation = '', watts, fp32, tf32, half, memory = '', year, source = ''] = row;
    const aliases = names.split(';');
    const part: Accelerator = {
      name: aliases[0] ?? names,
      kind: kind as Accelerator['kind'],
      generation,
      watts: Number(watts),
      fp32: numberCell(fp32),
      tf32: numberCell(tf32),
      half: numberCell(half),
      memory: memory.split(',').map(Number),
      year: Number(year),
      source: `${SOURCES[source] ?? source} (${year ?? ''})`,
    };
    for (const alias of aliases) byKey.set(nameKey(alias), part);
  }
  return byKey;
});

/** Finds an accelerator by exact name, ignoring case, blanks and hyphens. */
export function acceleratorNamed(name: string): Accelerator | undefined {
  return accelerators().get(nameKey(name));
}

/** Names as shown, for suggestions. */
export function acceleratorNames(): readonly string[] {
  return [...new Set([...accelerators().values()].map((part) => part.name))];
}

const instances = lazy(() => tableRows('hardware/instances'));

/** The accelerators of a cloud instance type; undefined when it is not one with accelerators. */
export function gpuInstance(type: string): { readonly accelerator: string; readonly count: number } | undefined {
  const wanted = type.toLowerCase();
  for (const [pattern = '', accelerator = '', count = '1'] of instances()) {
    const name = pattern.toLowerCase();
    const hit = name.endsWith('*') ? wanted.startsWith(name.slice(0, -1)) : wanted === name;
    if (hit) return { accelerator, count: Number(count) };
  }
  return undefined;
}

/** Virtual CPUs of a CPU-only cloud instance type; undefined when the text is not one. */
export function cpuInstance(type: string): number | undefined {
  const name = type.toLowerCase();
  const aws = AWS_CPU.exec(name)?.[1];
  if (aws !== undefined) return awsVirtualCpus(aws);
  const counted = GOOGLE_CPU.exec(name)?.[1] ?? AZURE_CPU.exec(name)?.[1];
  const count = Number(counted ?? 0);
  return count >= 1 && count <= 512 ? count : undefined;
}

function awsVirtualCpus(size: string): number | undefined {
  if (size === 'metal') return 96;
  if (size === 'xlarge') return 4;
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  return multiple === undefined ? 2 : 4 * Number(multiple);
}

/** Instance types as written, for suggestions. */
export function instanceNames(): readonly string[] {
  return instances()
    .map(([name = '']) => name)
    .filter((name) => !name.endsWith('*'));
}
