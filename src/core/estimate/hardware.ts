/** Hardware from free text or from what the machine says: never a silent guess, always a part with its figures. */
import { anonymousCpu, cpuNamed, type Cpu } from '../../data/cpus';
import {
  acceleratorNamed,
  acceleratorNames,
  cpuInstance,
  gpuInstance,
  instanceNames,
  type Accelerator,
} from '../../data/hardware';
import { nearest } from '../../data/nearest';
import type { HardwareSpec } from './types';

/** Text that names no known part; `suggestions` are the closest ones, best first. */
export interface UnknownHardware {
  readonly message: string;
  readonly suggestions: readonly string[];
}

export type HardwareResult = HardwareSpec | UnknownHardware;

export function isHardware(result: HardwareResult): result is HardwareSpec {
  return 'watts' in result;
}

/** What the machine says of itself; the shape of `Machine` in the host ports. */
export interface MachineFacts {
  readonly cpuModel: string;
  readonly logicalCores: number;
}

const LONGEST = 200;
/** Shown when nothing is near. */
const EXAMPLES = ['RTX 4090', '8x A100-SXM4-80GB', 'Apple M3 Max'];

/**
 * Reads `8x A100-SXM4-80GB`, `2 x T4`, `RTX 4090`, `Apple M3 Max`, `c6i.8xlarge`, `TPU v3-8`, `Intel i7-10610U`,
 * `16 vCPU`. A known draw of everything together may follow: `8x P100 @ 1515 W`. Text that names nothing known gives the closest
 * names instead.
 */
export function parseHardware(text: string): HardwareResult {
  const known = /^(.+?)\s*(?:@|\bat)\s*(\d+(?:\.\d+)?)\s*(k?)w$/i.exec(text.trim().slice(0, LONGEST));
  if (known === null) return parsePart(text);
  const part = parsePart(known[1] ?? '');
  const draw = Number(known[2]) * (known[3] === '' ? 1 : 1000);
  if (!isHardware(part)) return part;
  return draw > 0 ? { ...part, draw } : unknown('a draw of 0 W makes no sense', part.name);
}

function parsePart(text: string): HardwareResult {
  const trimmed = text.trim().slice(0, LONGEST);
  if (trimmed === '') return unknown('no hardware given', trimmed);
  const instance = cloudInstance(trimmed);
  if (instance !== undefined) return instance;
  const { count, rest } = splitCount(trimmed);
  if (!(count >= 1 && count <= 1_000_000)) return unknown(`a count of ${count} devices makes no sense`, rest);
  return (
    tpu(rest, count) ?? accelerator(rest, count) ?? cpu(rest, count) ?? unknown(`unknown hardware '${trimmed}'`, rest)
  );
}

/** This machine: its GPUs where one is known by name, else its processor. `problems` names GPUs that are not known. */
export function hardwareOfMachine(
  machine: MachineFacts,
  gpuNames: readonly string[],
): { readonly hardware: HardwareSpec; readonly problems: readonly string[] } {
  const discrete = gpuNames.filter((name) => !INTEGRATED.test(name));
  const known = discrete.map((name) => accelerator(name, 1)).filter((spec) => spec !== undefined);
  const problems = discrete.filter((name) => accelerator(name, 1) === undefined).map((name) => `unknown GPU '${name}'`);
  const first = known[0];
  if (first !== undefined) {
    const count = known.filter((spec) => spec.name === first.name).length;
    return { hardware: { ...first, name: counted(count, first.name), count, origin: 'machine' }, problems };
  }
  const apple = accelerator(machine.cpuModel, 1);
  if (apple?.kind === 'apple') return { hardware: { ...apple, origin: 'machine' }, problems };
  const found = cpuNamed(machine.cpuModel, machine.logicalCores) ?? anonymousCpu(Math.max(1, machine.logicalCores));
  return { hardware: { ...cpuSpec(found, 1), origin: 'machine' }, problems };
}

const INTEGRATED =
  /\b(uhd|iris|hd graphics|radeon(?: \d+m)? graphics|vega \d|llvmpipe|swiftshader|virtio|basic display)\b/i;

function unknown(message: string, text: string): UnknownHardware {
  const names = [...acceleratorNames(), ...instanceNames()];
  const close = nearest(text, names, 3);
  return { message, suggestions: close.length > 0 ? close : EXAMPLES };
}

function splitCount(text: string): { readonly count: number; readonly rest: string } {
  const before = /^(\d+)\s*(?:[x×*]\s*|\s+(?=(?:nvidia|tesla|geforce|quadro|[avhbtlpmg]\d|rtx|gtx|tpu)))(.+)$/i.exec(
    text,
  );
  if (before !== null) return { count: Number(before[1]), rest: (before[2] ?? '').trim() };
  const after = /^(.+?)\s+[x×*]\s*(\d+)$/i.exec(text);
  if (after !== null) return { count: Number(after[2]), rest: (after[1] ?? '').trim() };
  return { count: 1, rest: text };
}

function cloudInstance(text: string): HardwareSpec | undefined {
  const { count, rest } = /\s/.test(text) ? splitCount(text) : { count: 1, rest: text };
  const gpus = gpuInstance(rest);
  const part = gpus === undefined ? undefined : acceleratorNamed(gpus.accelerator);
  if (gpus !== undefined && part !== undefined) return acceleratorSpec(part, gpus.count * count, '', rest);
  const virtual = cpuInstance(rest);
  if (virtual === undefined) return undefined;
  return { ...cpuSpec({ ...anonymousCpu(virtual), generation: 'cpu-server' }, count), name: counted(count, rest) };
}

/** Names of slices count cores up to v4 and v5p (two a chip), chips from v5e on. */
function tpu(text: string, count: number): HardwareResult | undefined {
  const match = /^(?:google\s+)?(?:cloud\s+)?tpu\s*-?(v\d+[a-z]*)(?:-(\d+))?$/i.exec(text);
  if (match === null) return undefined;
  const version = (match[1] ?? '').toLowerCase();
  const part = acceleratorNamed(`TPU ${version}`);
  if (part === undefined) {
    return { message: `no power figure is published for TPU ${version}`, suggestions: ['TPU v2', 'TPU v3', 'TPU v4'] };
  }
  const chips = match[2] === undefined ? 1 : Math.max(1, Math.round(Number(match[2]) / 2));
  return acceleratorSpec(part, chips * count, '', null);
}

const NOISE =
  /\b(nvidia|geforce|tesla|amd|radeon|instinct|intel|gpus?|graphics|generation|tensor core|accelerator|hbm\d?e?|lambdacloud)\b/gi;

function accelerator(text: string, count: number): HardwareSpec | undefined {
  const memory = /\b(\d{1,3})\s?(?:gb|g|gib)\b/i.exec(text)?.[1];
  const bare = text.replace(/\((?:r|tm|c)\)/gi, ' ');
  const quiet = bare.replace(NOISE, ' ');
  const short = quiet.replace(/-?\b\d{1,3}\s?(?:gb|g|gib)\b/gi, ' ');
  for (const name of [bare, quiet, short, `Apple ${short}`, short.replace(/-?\bsxm\d?\b/i, '')]) {
    const part = acceleratorNamed(name);
    if (part !== undefined) return acceleratorSpec(part, count, memory === undefined ? '' : `-${memory}GB`, null);
  }
  return undefined;
}

function acceleratorSpec(part: Accelerator, count: number, memory: string, instance: string | null): HardwareSpec {
  const name = part.name.endsWith('GB') ? part.name : part.name + memory;
  return {
    name: instance === null ? counted(count, name) : `${instance} (${counted(count, name)})`,
    kind: part.kind,
    count,
    watts: part.watts,
    tflops: { fp32: part.fp32, tf32: part.tf32, half: part.half },
    generation: part.generation,
    origin: 'setting',
    source: part.source,
    part: part.name,
  };
}

function cpu(text: string, count: number): HardwareSpec | undefined {
  const threads = /^(\d+)\s*(?:v?cpus?|threads|cores?)$/i.exec(text)?.[1];
  if (threads !== undefined && Number(threads) >= 1)
    return cpuSpec(anonymousCpu(Math.min(1024, Number(threads))), count);
  const found = cpuNamed(text, null);
  return found === undefined ? undefined : cpuSpec(found, count);
}

/** Two 8-wide fused multiply-adds a cycle at 3 GHz: what AVX2 parts reach. */
const FLOPS_PER_CORE = 0.096;

function cpuSpec(found: Cpu, count: number): HardwareSpec {
  return {
    name: counted(count, found.name),
    kind: 'cpu',
    count,
    watts: found.watts,
    tflops: { fp32: Number((found.cores * FLOPS_PER_CORE).toFixed(3)), tf32: null, half: null },
    generation: found.generation,
    cores: found.cores,
    origin: 'setting',
    source: found.source,
  };
}

function counted(count: number, name: string): string {
  return count === 1 ? name : `${count} x ${name}`;
}
