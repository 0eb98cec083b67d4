/** What of the energy belongs to the processes of a run: the processor by their share of its busy time, boards that they compute on as a whole. */
import { joules, type Joules, type Range } from '../../core/units/quantity';
import type { Host } from '../../host/ports';
import type { DeviceEnergy } from '../energy';
import type { PowerScope } from '../types';
import { GpuProcesses } from './gpu-processes';
import { ProcessTree } from './process-tree';

/** A device that is part of the total, with what it has used since the measurement began. */
export interface CountedDevice extends Pick<DeviceEnergy, 'source' | 'device' | 'joules'> {
  readonly scope: PowerScope;
}

/** As kept over a reload of the window. */
export interface Attributed {
  readonly processor: Range<Joules>;
  readonly boards: Readonly<Record<string, Range<Joules>>>;
}

export interface Attribution {
  readonly joules: Range<Joules>;
  readonly how: string;
}

const NOTHING: Range<Joules> = { low: joules(0), typical: joules(0), high: joules(0) };
const ENDS = ['low', 'typical', 'high'] as const;

export class RunAttribution {
  private readonly tree: ProcessTree;
  private readonly gpus: GpuProcesses;
  private readonly seen = new Map<string, Range<Joules>>();
  private readonly boards: Map<string, Range<Joules>>;
  private processor: Range<Joules>;
  private times: { readonly tree: number; readonly busy: number } | null = null;
  private hasShare = false;
  /** A whole-machine sensor stood for the parts at some time: its energy belongs to nobody in particular. */
  private isWhole = false;

  constructor(
    private readonly host: Host,
    pid: number,
    carried: Attributed | null,
  ) {
    this.tree = new ProcessTree(host, pid);
    this.gpus = new GpuProcesses(host);
    this.processor = carried?.processor ?? NOTHING;
    this.boards = new Map(Object.entries(carried?.boards ?? {}));
    this.hasShare = carried !== null;
    this.share();
  }

  /** At every reading, with the energies of the devices until now. */
  add(devices: readonly CountedDevice[]): void {
    const share = this.share();
    for (const device of devices) {
      const key = `${device.source}/${device.device}`;
      const added = minus(device.joules, this.seen.get(key) ?? NOTHING);
      this.seen.set(key, device.joules);
      if (device.scope === 'system') this.isWhole ||= added.typical > 0;
      else if (device.scope === 'gpu') this.boards.set(device.device, plus(this.boards.get(device.device), added));
      else if (share !== null) this.processor = plus(this.processor, times(added, share));
    }
    if (devices.some(({ source }) => source === 'nvidia')) void this.gpus.lookWhenDue();
  }

  /** Null where nothing tells the run from the rest of the machine. */
  result(): Attribution | null {
    if (!this.hasShare || this.isWhole) return null;
    const boards = [...this.boards].map(([uuid, energy]) => ({ energy, role: this.roleOf(uuid) }));
    const used = boards.filter(({ role }) => role !== 'of others');
    const sum = used.reduce((all, { energy }) => plus(all, energy), this.processor);
    return {
      joules: sum,
      how: `processor and memory by share of busy CPU time${phrase(used.map(({ role }) => role))}`,
    };
  }

  state(): Attributed | null {
    return this.hasShare ? { processor: this.processor, boards: Object.fromEntries(this.boards) } : null;
  }

  /** The share of the busy time since the last call; null where unknown. */
  private share(): number | null {
    const [tree, busy] = [this.tree.cpuTime(), this.host.machine.cpuTimes()?.busy];
    const before = this.times;
    if (tree === undefined || busy === undefined) return null;
    this.times = { tree, busy };
    if (before === null) return null;
    this.hasShare = true;
    const [own, all] = [tree - before.tree, busy - before.busy];
    // Ticks of 10 ms: the tree may seem to be busier than everything together.
    return all <= 0 ? 0 : Math.min(1, Math.max(0, own / all));
  }

  /** In a container the numbers of the processes are those of the host: then nobody knows whose they are. */
  private roleOf(uuid: string): 'own' | 'shared' | 'of others' | 'whole' {
    const { use } = this.gpus;
    // Of a board that is split only the parts are named.
    if (use === null || [...use.keys()].some((one) => one.startsWith('MIG-'))) return 'whole';
    const pids = [...(use.get(uuid) ?? [])];
    const isOurs = (pid: number): boolean => this.tree.has(pid);
    if (pids.some(isOurs)) return pids.every(isOurs) ? 'own' : 'shared';
    const isVisible = (pid: number): boolean => this.host.files.exists(`/proc/${pid}`);
    return pids.length > 0 && pids.every(isVisible) ? 'of others' : 'whole';
  }
}

function phrase(roles: readonly ('own' | 'shared' | 'of others' | 'whole')[]): string {
  const parts = [
    roles.includes('own') ? 'GPUs that only this run computes on' : null,
    roles.includes('shared') ? 'GPUs that others compute on, too, as whole devices' : null,
    roles.includes('whole') ? 'GPUs as whole devices, since nothing says who uses them' : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `; ${parts.join('; ')}`;
}

function plus(one: Range<Joules> | undefined, other: Range<Joules>): Range<Joules> {
  return combined((end) => (one?.[end] ?? 0) + other[end]);
}

function minus(one: Range<Joules>, other: Range<Joules>): Range<Joules> {
  return combined((end) => Math.max(0, one[end] - other[end]));
}

function times(one: Range<Joules>, factor: number): Range<Joules> {
  return combined((end) => one[end] * factor);
}

function combined(of: (end: (typeof ENDS)[number]) => number): Range<Joules> {
  const [low = 0, typical = 0, high = 0] = ENDS.map(of);
  return { low: joules(low), typical: joules(typical), high: joules(high) };
}
