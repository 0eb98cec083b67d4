/** What the extension tells the dashboard page on a machine with a GPU and some weeks of history. */
import { millis, watts, gramsPerKilowattHour, joules, seconds, fraction } from '../../src/core/units/quantity';
import { exactly } from '../../src/core/units/range';
import type { Intensity } from '../../src/core/estimate/types';
import type { DeviceReading, Reading } from '../../src/power/reading';
import { readRecords } from '../../src/vscode/dashboard/history-file';
import { liveMessage } from '../../src/vscode/dashboard/live-view';
import { runsMessage } from '../../src/vscode/dashboard/run-list';
import { sumsMessage, todayOf } from '../../src/vscode/dashboard/sums';
import { PowerTrail } from '../../src/vscode/dashboard/trail';
import { FIRST_QUERY, type Findings, type Query, type ToPage } from '../../src/webview/messages';
import { history, historyText } from './history';

export const NOW = Date.parse('2026-11-27T15:20:00Z');

export const FRENCH_GRID: Intensity = {
  value: gramsPerKilowattHour(44.2),
  low: gramsPerKilowattHour(30),
  high: gramsPerKilowattHour(60),
  zone: 'France',
  year: 2024,
  source: 'Ember yearly electricity data',
};

const parts = {
  source: 'nvidia',
  state: 'on',
  quality: 'measured',
  range: null,
  at: millis(0),
  isCounted: true,
} as const;

export function device(rest: Partial<DeviceReading> = {}): DeviceReading {
  return {
    ...parts,
    scope: 'gpu',
    device: 'GPU-1',
    label: 'RTX A5000',
    watts: watts(212),
    sensor: 'nvidia-smi',
    age: millis(800),
    ...rest,
  };
}

const CPU = device({
  source: 'load-model',
  scope: 'cpu',
  device: 'cpu',
  label: 'Xeon W-2245',
  quality: 'modelled',
  watts: watts(74),
  range: { low: watts(52), high: watts(96) },
  sensor: 'Load model',
});

export function reading(rest: Partial<Reading> = {}): Reading {
  return {
    at: millis(NOW),
    state: 'running',
    host: 'trainer-7',
    devices: [device(), CPU],
    total: { low: watts(264), typical: watts(286), high: watts(308) },
    isLowerBound: false,
    quality: 'mixed',
    provenance:
      'GPU: nvidia-smi (measured); CPU: Load model (modelled). Not included: board, disks, fans, screen, power supply.',
    age: millis(800),
    energy: {
      joules: exactly(joules(0)),
      covered: millis(0),
      partly: millis(0),
      gaps: [],
      gapCount: 0,
      gapTime: millis(0),
    },
    overhead: { own: seconds(0.02), tools: seconds(0.3), elapsed: seconds(900), share: fraction(0.0004) },
    ...rest,
  };
}

/** A quarter of an hour in which training begins, with a minute that nobody read. */
export function trailMessage(): ToPage {
  const trail = new PowerTrail();
  for (let second = 0; second <= 720; second += 2) {
    if (second > 300 && second < 370) continue;
    const load = second < 120 ? 24 : 200 + 18 * Math.sin(second / 25);
    const cpu = 40 + (second < 120 ? 0 : 32 + 5 * Math.cos(second / 11));
    const at = millis(NOW - (720 - second) * 1000);
    trail.add(
      reading({
        at,
        total: exactly(watts(load + cpu)),
        devices: [device({ watts: watts(load) }), { ...CPU, watts: watts(cpu) }],
      }),
    );
  }
  return trail.message();
}

const SENSORS = [
  {
    id: 'nvidia',
    name: 'nvidia-smi',
    scope: 'gpu',
    quality: 'measured',
    status: 'in use',
    why: null,
    help: null,
    devices: [],
  },
  {
    id: 'rapl',
    name: 'RAPL powercap',
    scope: 'cpu',
    quality: 'measured',
    status: 'unavailable',
    why: 'the counters may be read by root only',
    help: 'A udev rule lets a group read them: SUBSYSTEM=="powercap", ACTION=="add", RUN+="/bin/chgrp -R power /sys/class/powercap/intel-rapl:0"',
    devices: [],
  },
  {
    id: 'load-model',
    name: 'Load model',
    scope: 'cpu',
    quality: 'modelled',
    status: 'in use',
    why: 'estimated from the load of the processor',
    help: null,
    devices: [],
  },
] as const;

export const FINDINGS: Findings = {
  type: 'findings',
  documents: 2,
  rows: [
    {
      id: 0,
      file: 'search_svm.py',
      line: 24,
      rule: 'exhaustive-grid-search',
      message: '42 candidates x 5 folds: 210 fits of one model',
      severity: 'warning',
      share: { low: 0.54, typical: 0.8, high: 0.91 },
      grade: 'C',
      energy: { low: 0.004, typical: 0.02, high: 0.09 },
      emissions: { low: 0.2, typical: 0.9, high: 4 },
    },
    {
      id: 1,
      file: 'train_resnet.py',
      line: 61,
      rule: 'dataloader-single-process',
      message: 'Data loads in the training process',
      severity: 'information',
      share: null,
      grade: 'N',
      energy: null,
      emissions: null,
    },
  ],
  more: 0,
  total: { energy: { low: 0.004, typical: 0.02, high: 0.09 }, emissions: { low: 0.2, typical: 0.9, high: 4 } },
  unquantified: 1,
  grid: { value: 44.2, zone: 'France', year: 2024 },
  basis: 'class priors, nothing measured yet',
};

/** What a page gets that has just said that it is ready. */
export async function everything(runs = 40, query: Query = FIRST_QUERY): Promise<readonly ToPage[]> {
  const read = await readRecords(historyText(history(runs, NOW)));
  const now = { reading: reading(), sources: SENSORS };
  return [
    liveMessage({
      now,
      isEnabled: true,
      place: 'remote',
      host: '',
      intensity: FRENCH_GRID,
      today: todayOf(read.records, [], NOW),
      exceeded: [],
      at: NOW,
    }),
    trailMessage(),
    {
      type: 'current',
      grid: null,
      runs: [
        {
          script: 'train_resnet.py',
          startedBy: 'terminal',
          since: NOW - 2_400_000,
          hours: 0.67,
          energy: { low: 0.19, typical: 0.2, high: 0.21 },
          emissions: { low: 8.4, typical: 8.8, high: 9.3 },
          quality: 'mixed',
          isLowerBound: false,
          gapSeconds: 90,
          estimate: {
            energy: { low: 0.9, typical: 1.9, high: 3.6 },
            hours: { low: 3, typical: 6, high: 12 },
            confidence: 'prior',
          },
        },
      ],
    },
    runsMessage(read, query),
    sumsMessage(read.records, [], NOW),
    FINDINGS,
  ];
}

/** A machine on which nothing was measured and nothing is open. */
export const NOTHING: readonly ToPage[] = [
  liveMessage({
    now: undefined,
    isEnabled: false,
    place: 'local',
    host: '',
    intensity: FRENCH_GRID,
    today: null,
    exceeded: [],
    at: NOW,
  }),
  { type: 'current', runs: [], grid: null },
  runsMessage({ records: [], problems: [] }, FIRST_QUERY),
  sumsMessage([], [], NOW),
  { ...FINDINGS, documents: 0, rows: [], total: null, unquantified: 0, basis: '' },
];
