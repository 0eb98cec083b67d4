/** Processors by name: which kind they are and what they draw with all cores busy. */

export interface Cpu {
  readonly name: string;
  readonly generation: 'cpu-laptop' | 'cpu-desktop' | 'cpu-server' | 'cpu';
  /** Package power with all cores busy for minutes, watts. */
  readonly watts: number;
  /** Physical cores; a guess from the logical ones or the class where the name does not say. */
  readonly cores: number;
  readonly source: string;
}

const METAQURE = 'class figure from CodeCarbon runs in raphischer/metaqure (2024)';
const SKUS = 'maximum turbo power by generation, @huggingface/tasks 0.21.54';
const SERVER = '2-4 W per virtual CPU under load, Cloud Carbon Footprint and Green Algorithms tables (2024)';

/** A rule: what the name looks like, the class, watts (null: per logical core), usual cores. */
type Row = readonly [RegExp, Cpu['generation'], number | null, number, string];

// First match wins; suffix letters decide the class, as the vendors use them.
const ROWS: readonly Row[] = [
  [/\b(i[3579]-?\d{4,5}(u|y|g[147])|ultra \d \d{3}u|m\d-\d+y)\b/i, 'cpu-laptop', 27, 4, METAQURE],
  [
    /\b(i[3579]-?\d{4,5}(h|hk|hx|hq|hs|p)|ultra \d \d{3}(h|hx|v))\b/i,
    'cpu-laptop',
    80,
    8,
    '45 W class, 45-115 W turbo',
  ],
  [/\bryzen.* \d{4}(u|c)\b/i, 'cpu-laptop', 27, 6, METAQURE],
  [/\bryzen.*( \d{4}(h|hs|hx)\b|ai \d+ .*hx?)/i, 'cpu-laptop', 54, 8, SKUS],
  [/\bthreadripper\b/i, 'cpu-server', 280, 32, SKUS],
  [/\bi[3579]-?\d{4,5}t\b/i, 'cpu-desktop', 35, 6, 'T suffix: 35 W class'],
  [/\bi9-?\d{4,5}(k|kf|ks|x|xe)?\b/i, 'cpu-desktop', 250, 14, SKUS],
  [/\bi7-?1\d{4}(k|kf|ks)\b/i, 'cpu-desktop', 220, 12, SKUS],
  [/\bi[57]-?\d{4,5}(k|kf|ks)\b/i, 'cpu-desktop', 150, 8, SKUS],
  [/\bultra \d \d{3}(k|kf)\b/i, 'cpu-desktop', 250, 16, SKUS],
  [/\bryzen 9 [79]\d{3}/i, 'cpu-desktop', 230, 14, SKUS],
  [/\bryzen [79] \d{4}/i, 'cpu-desktop', 142, 10, SKUS],
  [/\bryzen [35] \d{4}/i, 'cpu-desktop', 88, 6, SKUS],
  [/\bi[3579]-?\d{3,5}[a-z]{0,2}\b/i, 'cpu-desktop', 60, 6, METAQURE],
  [
    /\b(xeon|epyc|graviton|neoverse|ampere altra|cascadelake|skylake-server|opteron)\b/i,
    'cpu-server',
    null,
    16,
    SERVER,
  ],
];

/** Class of a processor from its name; undefined when the name says nothing. `logicalCores` null: not known. */
export function cpuNamed(text: string, logicalCores: number | null): Cpu | undefined {
  const name = cleanName(text);
  const row = ROWS.find(([pattern]) => pattern.test(name));
  if (row === undefined) return undefined;
  const [, generation, watts, usualCores, source] = row;
  const written = Number(/(\d+)-core/i.exec(name)?.[1] ?? 0);
  const sockets = Number(/^(\d)\s*x\s/i.exec(text.trim())?.[1] ?? 1);
  const logical = logicalCores ?? (written > 0 ? 2 * written : 2 * usualCores) * sockets;
  const cores = logicalCores !== null ? Math.max(1, Math.round(logicalCores / 2)) : Math.round(logical / 2);
  return { name, generation, watts: watts ?? Math.max(6, 3 * logical), cores, source };
}

/** A processor known only by its number of logical cores. */
export function anonymousCpu(logicalCores: number): Cpu {
  const cores = Math.max(1, Math.round(logicalCores / 2));
  return {
    name: `CPU, ${logicalCores} ${logicalCores === 1 ? 'thread' : 'threads'}`,
    generation: 'cpu',
    watts: 3.5 * logicalCores + 8,
    cores,
    source: SERVER,
  };
}

function cleanName(text: string): string {
  return text
    .replace(/\((r|tm)\)/gi, '')
    .replace(/\b(intel|amd|cpu|processor|genuine)\b/gi, ' ')
    .replace(/@.*$/, '')
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
