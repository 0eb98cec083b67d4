/** A history of runs as a person has it after some weeks: several scripts, machines that were measured and ones that were not. */
import {
  historyLine,
  type EnergyRange,
  type HistoryLine,
} from '../../src/core/estimate/calibration/import/history-line';

const HOUR = 3_600_000;
const SCRIPTS = [
  { script: 'train_resnet.py', model: 'resnet50', framework: 'torch', kwh: 1.9, hours: 6.2 },
  {
    script: 'experiments/finetune_bert.py',
    model: 'bert-base-uncased',
    framework: 'huggingface',
    kwh: 0.62,
    hours: 2.1,
  },
  { script: 'search_svm.py', model: 'SVC', framework: 'sklearn', kwh: 0.031, hours: 0.52 },
  { script: 'notebooks/explore.ipynb', model: null, framework: 'keras', kwh: 0.12, hours: 0.7 },
] as const;

export const FRANCE = { unit: 'gCO2e/kWh', value: 44.2, zone: 'France', year: 2024 } as const;

function energy(typical: number, spread = 1): EnergyRange {
  return { unit: 'kWh', low: typical / spread, typical, high: typical * spread };
}

/** A line with all details; `rest` replaces what a test is about. */
export function runLine(rest: Partial<HistoryLine> = {}): HistoryLine {
  return {
    schema: 1,
    id: 'run-1',
    startedBy: 'terminal',
    at: '2026-11-20T12:00:00.000Z',
    script: 'train.py',
    commit: '4f1c2d9',
    workload: { kind: 'train', framework: 'torch', stopsEarly: false, model: 'resnet50' },
    machine: '1 x RTX A5000',
    sensors: ['nvidia-smi', 'RAPL powercap'],
    scope: 'parts',
    hours: 2,
    energy: energy(0.6),
    partial: false,
    intensity: FRANCE,
    exit: 0,
    coveredHours: 2,
    gaps: [],
    devices: [
      {
        label: 'RTX A5000',
        scope: 'gpu',
        sensor: 'nvidia-smi',
        quality: 'measured',
        energy: energy(0.45),
        counted: true,
      },
      {
        label: 'package-0',
        scope: 'cpu',
        sensor: 'RAPL powercap',
        quality: 'measured',
        energy: energy(0.15),
        counted: true,
      },
    ],
    idleWatts: 62,
    aboveIdle: energy(0.48),
    attributed: null,
    estimate: { hours: { low: 1.1, typical: 1.8, high: 3.2 }, energy: energy(0.5, 1.7), confidence: 'prior' },
    ...rest,
  };
}

/** `count` runs that end before `now`, the latest last, about `perDay` a day. The same for the same arguments. */
export function history(count: number, now: number, perDay = 2): readonly HistoryLine[] {
  return Array.from({ length: count }, (_, index) =>
    lineAt(index, now - ((count - 1 - index) * 24 * HOUR) / perDay - HOUR),
  );
}

function lineAt(index: number, end: number): HistoryLine {
  const kind = SCRIPTS[index % SCRIPTS.length]!;
  // A fixed wobble, so that measured and estimated differ as they do.
  const wobble = 0.6 + ((index * 37) % 100) / 90;
  const used = kind.kwh * wobble;
  const hours = kind.hours * (0.7 + ((index * 17) % 60) / 100);
  const isModelled = kind.framework === 'sklearn';
  return runLine({
    id: `run-${index}`,
    at: new Date(end).toISOString(),
    script: kind.script,
    startedBy: (['terminal', 'task', 'debugger', 'notebook', 'command line'] as const)[index % 5]!,
    workload: { kind: 'train', framework: kind.framework, stopsEarly: false, ...(kind.model && { model: kind.model }) },
    hours,
    coveredHours: hours,
    energy: isModelled ? energy(used, 1.6) : energy(used),
    sensors: isModelled ? ['Load model'] : ['nvidia-smi', 'RAPL powercap'],
    devices: isModelled
      ? [
          {
            label: 'CPU',
            scope: 'cpu',
            sensor: 'Load model',
            quality: 'modelled',
            energy: energy(used, 1.6),
            counted: true,
          },
        ]
      : [
          {
            label: 'RTX A5000',
            scope: 'gpu',
            sensor: 'nvidia-smi',
            quality: 'measured',
            energy: energy(used * 0.8),
            counted: true,
          },
          {
            label: 'package-0',
            scope: 'cpu',
            sensor: 'RAPL powercap',
            quality: 'measured',
            energy: energy(used * 0.2),
            counted: true,
          },
        ],
    aboveIdle: energy(used * 0.8),
    estimate: {
      hours: { low: hours * 0.5, typical: hours, high: hours * 2 },
      energy: energy(kind.kwh, index > 30 ? 1.25 : 1.9),
      confidence: index > 30 ? 'calibrated' : 'prior',
    },
    ...oddities(index, end, hours),
  });
}

/** Now and then a run that fails, is too short, has gaps, or was seen in part. */
function oddities(index: number, end: number, hours: number): Partial<HistoryLine> {
  const start = end - hours * HOUR;
  if (index % 11 === 3) return { exit: 1 };
  if (index % 11 === 5) return { hours: 0.0008, energy: null, devices: [], coveredHours: 0, aboveIdle: null };
  if (index % 11 === 7) {
    const from = new Date(start + 0.3 * hours * HOUR).toISOString();
    return { gaps: [{ from, seconds: 0.2 * hours * 3600, reason: 'asleep' }], coveredHours: 0.8 * hours };
  }
  if (index % 11 === 9) return { partial: true, scope: 'devices' };
  return index % 11 === 10 ? { energy: null, sensors: [], devices: [], estimate: null, intensity: null } : {};
}

export function historyText(lines: readonly HistoryLine[]): string {
  return lines.map((line) => `${historyLine(line)}\n`).join('');
}
