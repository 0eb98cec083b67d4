/** Every sensor on a machine that draws what the test says: how it shows that power, and what can go wrong with it. */
import { prometheusSources } from '../../../../src/power/sources/prometheus/source';
import { sources } from '../../../../src/power/sources/registry';
import type { PowerSource } from '../../../../src/power/types';
import type { Machine } from '../../../../src/host/ports';
import { type FakeClock } from './clock';
import { FakeFiles } from './files';
import { FakeHost } from './host';
import { LineTool, type LineToolParts, type ToolFault } from './line-tool';
import { FakeNetwork } from './network';
import { FakeProcesses } from './processes';

export interface Fault {
  strike(): void;
  repair(): void;
}

export interface Rig {
  readonly host: FakeHost;
  readonly source: PowerSource;
  readonly faults: Readonly<Record<string, Fault>>;
}

/** Watts and joules since the start, at any time. */
export interface Load {
  watts(at: number): number;
  joules(at: number): number;
}

type Build = (load: Load, clock: FakeClock) => Rig;

const sourceOf = (id: string): PowerSource => {
  const source = sources.find((one) => one.id === id);
  if (!source) throw new Error(`no source ${id}`);
  return source;
};

/** A file that holds a number, and what becomes of such files. */
function fileRig(
  id: string,
  tree: Readonly<Record<string, string>>,
  path: string,
  content: (load: Load, at: number) => number,
  extra: (files: FakeFiles, healthy: () => void) => Readonly<Record<string, Fault>> = () => ({}),
): Build {
  return (load, clock) => {
    const files = new FakeFiles(Object.fromEntries(Object.entries(tree).map(([key, text]) => [key, `${text}\n`])));
    const healthy = (): void => files.set(path, () => `${Math.round(content(load, clock.now()))}\n`);
    healthy();
    const becomes = (text: string | null): Fault => ({ strike: () => files.set(path, text), repair: healthy });
    const faults = {
      'permission denied': becomes(null),
      garbage: becomes('Input/output error'),
      empty: becomes(''),
      'error value': becomes('4294967295000000000'),
      vanish: { strike: () => files.remove(path), repair: healthy },
      ...extra(files, healthy),
    };
    return { host: new FakeHost({ clock, files }), source: sourceOf(id), faults };
  };
}

const microjoules = (load: Load, at: number): number => load.joules(at) * 1e6;
const microwatts = (load: Load, at: number): number => load.watts(at) * 1e6;

/** Counters stand still or begin anew. */
const counterFaults =
  (path: string) =>
  (files: FakeFiles, healthy: () => void): Readonly<Record<string, Fault>> => ({
    'stands still': { strike: () => files.set(path, files.readTextSync(path) ?? ''), repair: healthy },
  });

const TOOL_FAULTS: readonly ToolFault[] = ['hang', 'die', 'garbage', 'torn lines', 'other fields', 'slow'];

function toolRig(
  id: string,
  tool: string,
  parts: (load: Load, clock: FakeClock) => Omit<LineToolParts, 'clock'>,
  around: { files?: Readonly<Record<string, string>>; machine?: Partial<Machine> } = {},
  kinds: readonly ToolFault[] = TOOL_FAULTS,
): Build {
  return (load, clock) => {
    const line = new LineTool({ clock, ...parts(load, clock) });
    const tools: Record<string, LineTool> = { [tool]: line };
    const processes = new FakeProcesses(tools);
    const host = new FakeHost({ clock, processes, files: new FakeFiles(around.files), machine: around.machine ?? {} });
    const faults: Record<string, Fault> = {
      vanish: {
        strike: () => {
          delete tools[tool];
          for (const child of processes.alive) child.die(1);
        },
        repair: () => (tools[tool] = line),
      },
    };
    for (const kind of kinds) faults[kind] = { strike: () => (line.fault = kind), repair: () => (line.fault = null) };
    return { host, source: sourceOf(id), faults };
  };
}

const option = (args: readonly string[], name: string): number => Number(args[args.indexOf(name) + 1]);

const RAPL = '/sys/class/powercap/intel-rapl:0';
const GRACE = '/sys/class/hwmon/hwmon1/device';
const JETSON = '/sys/bus/i2c/drivers/ina3221/1-0040/hwmon/hwmon1';
const CARD = '/sys/class/drm/card0/device/hwmon/hwmon2';
const ARC = '/sys/class/hwmon/hwmon3';
const SUPPLY = '/sys/class/hwmon/hwmon0';
const BATTERY = '/sys/class/power_supply/BAT0';
/** Wraps every four minutes at 250 W. */
const RANGE = 65_712_999_613;

const perf: Build = toolRig(
  'perf',
  'perf',
  (load, clock) => {
    let [started, last] = [0, 0];
    const line = (seconds: number, joules: number): string =>
      `     ${((clock.now() - started) / 1000).toFixed(9)},S0,1,${joules.toFixed(2)},Joules,power/energy-pkg/,${seconds * 1e9},100.00,,`;
    return {
      every: (args) => option(args, '-I'),
      header: () => {
        [started, last] = [clock.now(), clock.now()];
        return ['# started on Sun Aug 24'];
      },
      lines: () => {
        const [joules, seconds] = [load.joules(clock.now()) - load.joules(last), (clock.now() - last) / 1000];
        last = clock.now();
        return [line(seconds, joules)];
      },
      once: () => line(0.1, 5),
    };
  },
  { files: { '/sys/bus/event_source/devices/power/events/energy-pkg': 'event=0x02\n' } },
);

const nvidia: Build = toolRig('nvidia', 'nvidia-smi', (load, clock) => ({
  every: (args) => option(args, '-lms'),
  lines: () => [`GPU-1, NVIDIA L4, ${load.watts(clock.now()).toFixed(2)}`],
  once: (args) => (args[0] === '-L' ? 'GPU 0: NVIDIA L4 (UUID: GPU-1)\n' : ''),
}));

const amdSmi: Build = toolRig('amd-smi', 'amd-smi', (load, clock) => ({
  every: (args) => option(args, '-w') * 1000,
  header: () => ['TIMESTAMP  GPU  XCP  POWER  PWR_CAP'],
  lines: () => [`1786038263    0    0  ${load.watts(clock.now()).toFixed(2)} W    750 W`],
  once: () => `[{"gpu": 0, "power": {"socket_power": {"value": 250, "unit": "W"}}}]`,
}));

const rocmSmi: Build = toolRig(
  'rocm-smi',
  'rocm-smi',
  (load, clock) => ({
    every: () => 1000,
    lines: () => [],
    once: () => `{"card0": {"Average Graphics Package Power (W)": "${load.watts(clock.now()).toFixed(2)}"}}`,
  }),
  {
    files: {
      '/sys/bus/pci/devices/0000:03:00.0/vendor': '0x1002\n',
      '/sys/bus/pci/devices/0000:03:00.0/class': '0x030000\n',
    },
  },
  ['die', 'garbage', 'torn lines'],
);

const macmon: Build = toolRig(
  'macmon',
  'macmon',
  (load, clock) => ({
    every: (args) => option(args, '-i'),
    lines: () => [`{"cpu_power":${load.watts(clock.now())},"gpu_power":0,"ane_power":0}`],
    once: () => '',
  }),
  { machine: { platform: 'darwin', cpuModel: 'Apple M3 Pro' } },
);

const energyMeter: Build = toolRig(
  'windows-energy-meter',
  'typeperf',
  (load, clock) => ({
    every: (args) => option(args, '-si') * 1000,
    header: () => ['"(PDH-CSV 4.0)","\\\\PC\\Energy Meter(RAPL_Package0_PKG)\\Power"', '"08/20/2026 10:15:01.002"," "'],
    lines: () => [`"08/20/2026 10:15:02.004","${(load.watts(clock.now()) * 1000).toFixed(6)}"`],
    once: () => '\\Energy Meter(RAPL_Package0_PKG)\\Power\n',
  }),
  { machine: { platform: 'win32' } },
);

const windowsBattery: Build = toolRig(
  'battery-windows',
  'powershell',
  (load, clock) => {
    const line = (): string => `batteries False;True;${Math.round(load.watts(clock.now()) * 1000)}`;
    return {
      begins: 'at once',
      every: (args) => Number(/Seconds (\d+)/.exec(args.at(-1) ?? '')?.[1]) * 1000,
      lines: () => [line()],
      once: line,
    };
  },
  { machine: { platform: 'win32' } },
);

const macBattery: Build = toolRig(
  'battery-macos',
  'ioreg',
  (load, clock) => ({
    every: () => 1000,
    lines: () => [],
    once: () => {
      const milliamperes = BigInt(Math.round((load.watts(clock.now()) / 12) * 1000));
      const current = BigInt.asUintN(64, -milliamperes);
      return `"BatteryInstalled" = Yes\n"ExternalConnected" = No\n"Voltage" = 12000\n"InstantAmperage" = ${current}\n`;
    },
  }),
  { machine: { platform: 'darwin' } },
  ['die', 'garbage'],
);

const ENDPOINT = 'http://node-1:9100/metrics';

const prometheus: Build = (load, clock) => {
  const network = new FakeNetwork();
  const text = (): string => `node_rapl_package_joules_total{index="0"} ${load.joules(clock.now()).toFixed(6)}\n`;
  const healthy = (): void => network.set(ENDPOINT, () => ({ text: text() }));
  healthy();
  const answers = (page: Parameters<FakeNetwork['set']>[1]): Fault => ({
    strike: () => network.set(ENDPOINT, page),
    repair: healthy,
  });
  const faults = {
    hang: answers(() => 'hang'),
    die: answers(() => ({ why: 'ECONNREFUSED' })),
    garbage: answers(() => ({ text: '<html>502 Bad Gateway</html>' })),
    'torn lines': answers(() => ({ text: text().slice(0, 34) })),
    'other fields': answers(() => ({ text: 'node_rapl_joules_v2_total 5\n' })),
    vanish: answers(() => ({ text: 'up 1\n' })),
    'permission denied': answers(() => ({ why: 'it answers with status 403' })),
    slow: answers(() => ({ why: 'no answer within 4 s' })),
  };
  const [source] = prometheusSources([ENDPOINT]);
  if (!source) throw new Error('no source');
  return { host: new FakeHost({ clock, network }), source, faults };
};

/** Processor time whose share makes the power of the curve: the model itself is checked elsewhere. */
const loadModel: Build = (_, clock) => {
  let isKnown = true;
  const cpuTimes = (): ReturnType<Machine['cpuTimes']> =>
    isKnown ? { busy: clock.now() * 2, total: clock.now() * 8 } : undefined;
  const host = new FakeHost({ clock, machine: { cpuTimes } });
  const vanish = { strike: () => (isKnown = false), repair: () => (isKnown = true) };
  return { host, source: sourceOf('load-model'), faults: { vanish } };
};

export const rigs: Readonly<Record<string, Build>> = {
  rapl: fileRig(
    'rapl',
    { [`${RAPL}/name`]: 'package-0', [`${RAPL}/max_energy_range_uj`]: String(RANGE) },
    `${RAPL}/energy_uj`,
    (load, at) => microjoules(load, at) % RANGE,
    counterFaults(`${RAPL}/energy_uj`),
  ),
  perf,
  hwmon: fileRig(
    'hwmon',
    { '/sys/class/hwmon/hwmon1/name': 'power_meter', [`${GRACE}/power1_oem_info`]: 'Grace Power Socket 0' },
    `${GRACE}/power1_average`,
    microwatts,
  ),
  'power-meter': fileRig('power-meter', { [`${SUPPLY}/name`]: 'power_meter' }, `${SUPPLY}/power1_average`, microwatts),
  jetson: fileRig(
    'jetson',
    { [`${JETSON}/in1_label`]: 'VDD_IN', [`${JETSON}/in1_input`]: '20000' },
    `${JETSON}/curr1_input`,
    (load, at) => load.watts(at) * 50,
  ),
  'intel-gpu': fileRig(
    'intel-gpu',
    { [`${ARC}/name`]: 'xe' },
    `${ARC}/energy1_input`,
    microjoules,
    counterFaults(`${ARC}/energy1_input`),
  ),
  amdgpu: fileRig(
    'amdgpu',
    { [`${CARD}/name`]: 'amdgpu', [`${CARD}/power1_cap`]: '300000000' },
    `${CARD}/power1_average`,
    microwatts,
  ),
  'amd-smi': amdSmi,
  'rocm-smi': rocmSmi,
  nvidia,
  battery: fileRig(
    'battery',
    { [`${BATTERY}/type`]: 'Battery', [`${BATTERY}/status`]: 'Discharging' },
    `${BATTERY}/power_now`,
    microwatts,
  ),
  'battery-windows': windowsBattery,
  'battery-macos': macBattery,
  macmon,
  'windows-energy-meter': energyMeter,
  prometheus,
  'load-model': loadModel,
};
