/** The RAPL counters through one long-lived `perf stat`, for machines that close the powercap tree but leave perf open. */
import { millis, type Millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { measured } from '../../samples';
import { toolBatches } from '../../tool-lines';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { eventsOf, parseLine, powerOf, type EnergyLine } from './parse';

const EVENTS = '/sys/bus/event_source/devices/power/events';
const PARANOID = '/proc/sys/kernel/perf_event_paranoid';
const POWERCAP = '/sys/class/powercap/intel-rapl:0/energy_uj';
const PROBE_TIMEOUT = millis(5000);
/** perf warns below 100 ms and refuses below 10. */
const SHORTEST = 100;

const HELP = [
  'perf counts for the whole machine when the kernel is less strict about it. On a machine of your own, until the next start:',
  '  sudo sysctl kernel.perf_event_paranoid=0',
  'This opens all of perf, not only the energy counters.',
].join('\n');

export const source: PowerSource = {
  id: 'perf',
  name: 'perf',
  scope: 'cpu',
  quality: 'measured',
  rank: 75,

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'linux') return unavailable('for Linux only');
    const events = await findEvents(host);
    if (events.length === 0) return unavailable('the kernel has no energy events, as in virtual machines and on ARM');
    const tool = await host.processes.find('perf');
    if (tool === undefined) return unavailable('perf is not installed');
    const { stdout, stderr } = await host.processes.run(
      tool,
      [...countArgs(events, SHORTEST), '--timeout', '250'],
      PROBE_TIMEOUT,
    );
    const devices = [
      ...new Set(
        linesOf(stdout.split('\n'))
          .filter(({ joules }) => joules !== null)
          .map(({ device }) => device),
      ),
    ];
    if (devices.length > 0) return { available: true, devices, note: 'the counters of RAPL, read by perf' };
    const paranoid = Number(host.files.readTextSync(PARANOID) ?? Number.NaN);
    // Where the powercap tree is there, opening that opens less.
    const help = host.files.exists(POWERCAP) ? null : HELP;
    if (paranoid > 0) return { available: false, why: `perf_event_paranoid is ${paranoid}`, help };
    return unavailable(`perf counts no energy: ${(stderr.trim().split('\n')[0] ?? '').slice(0, 120)}`);
  },

  /** Ends when perf dies; whoever reads starts anew, later and later. */
  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const [tool, events] = [await host.processes.find('perf'), await findEvents(host)];
    if (tool === undefined || events.length === 0) return;
    const start = (every: Millis): ReturnType<typeof host.processes.start> =>
      host.processes.start(tool, countArgs(events, every));
    for await (const batch of toolBatches({ host, signal, interval, start })) {
      const at = host.clock.now();
      // Two stretches that arrive together are two lines of each device: the last one is about now.
      const latest = new Map(linesOf(batch).map((line) => [line.device, sampleOf(line, at)]));
      if (latest.size > 0) yield [...latest.values()];
    }
  },
};

/** Counts go to standard output, where they are read line by line, and not among the messages. */
function countArgs(events: readonly string[], every: number): readonly string[] {
  const asked = events.flatMap((event) => ['-e', event]);
  const interval = String(Math.max(SHORTEST, Math.round(every)));
  return ['stat', ...asked, '-a', '--per-socket', '-x', ',', '-I', interval, '--log-fd', '1'];
}

async function findEvents(host: Host): Promise<readonly string[]> {
  return eventsOf(((await host.files.list(EVENTS)) ?? []).map(({ name }) => name));
}

function linesOf(texts: readonly string[]): readonly EnergyLine[] {
  return texts.map(parseLine).filter((line) => line !== null);
}

function sampleOf(line: EnergyLine, at: Millis): DeviceSample {
  const { scope, device } = line;
  const label = scope === 'cpu' ? `CPU ${device}` : `Memory of CPU ${device.replace('dram-', '')}`;
  return measured({ source: source.id, scope, device, label }, powerOf(line), at);
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
