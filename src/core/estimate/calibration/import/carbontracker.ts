/**
 * The standard log of carbontracker (`..._carbontracker.log`): for each epoch that it watched its duration and the mean draw of each
 * kind of device, without the PUE. The other log, `..._carbontracker_output.log`, repeats sums that contain it.
 */
import { measuredRun, type MeasuredRun } from '../measured';
import type { RunFormat } from './import';

export const carbontracker: RunFormat = {
  name: 'carbontracker logs',
  recognises: (path, head) => /carbontracker\.log$/i.test(path) || /carbontracker version /.test(head),
  read(path, text) {
    const durations = [...text.matchAll(/Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/g)].map(
      ([, hours, minutes, seconds]) => 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds),
    );
    const seconds = durations.reduce((sum, one) => sum + one, 0);
    if (seconds === 0) return { runs: [], problems: [{ line: null, message: 'holds no epoch with a duration' }] };
    const hardware = hardwareIn(text);
    if (hardware === null) return { runs: [], problems: [{ line: null, message: 'names no components' }] };
    const run = measuredRun({
      from: 'carbontracker log',
      at: /^(\d{4}-\d\d-\d\d)/m.exec(text)?.[1] ?? null,
      hardware: hardware.name,
      seconds,
      watts: wattsIn(text, hardware.kind),
      epochsSeen: durations.length,
      names: namesIn(path),
    });
    return { runs: [run], problems: [] };
  },
};

function hardwareIn(text: string): { readonly name: string; readonly kind: 'gpu' | 'cpu' } | null {
  const found = /components were found: (.{0,1000})/.exec(text)?.[1] ?? '';
  const boards = devicesOf(found, 'GPU');
  const kind = boards.length > 0 ? 'gpu' : 'cpu';
  const devices = kind === 'gpu' ? boards : devicesOf(found, 'CPU').filter((name) => !/^cpu:\d+$/.test(name));
  const [first] = devices;
  if (first === undefined || devices.some((name) => name !== first)) return null;
  return { name: devices.length > 1 ? `${devices.length} x ${first}` : first, kind };
}

function devicesOf(found: string, kind: string): readonly string[] {
  const list = new RegExp(`${kind} with device\\(s\\) (.*?)\\.(?: [A-Z]|$)`).exec(found)?.[1];
  return list === undefined ? [] : list.split(', ').filter((name) => name !== '');
}

/** Of several boards the line holds one figure each. Processors without boards, and boards without processors, are half a reading. */
function wattsIn(text: string, kind: 'gpu' | 'cpu'): MeasuredRun['watts'] {
  const [gpu, cpu] = [meanOf(text, 'gpu'), meanOf(text, 'cpu')];
  if (kind === 'cpu') return cpu === null ? null : { mean: cpu, scope: 'parts' };
  if (gpu === null) return null;
  return cpu === null ? { mean: gpu, scope: 'devices' } : { mean: gpu + cpu, scope: 'parts' };
}

/** Null where an epoch has none. */
function meanOf(text: string, kind: string): number | null {
  const lines = [...text.matchAll(new RegExp(`Average power usage \\(W\\) for ${kind}: (.*)`, 'g'))];
  const sums = lines.map(([, figures = '']) => {
    const all = [...figures.matchAll(/\d+(?:\.\d+)?/g)].map(([one]) => Number(one));
    return all.length === 0 ? NaN : all.reduce((sum, one) => sum + one, 0);
  });
  const mean = sums.reduce((sum, one) => sum + one, 0) / sums.length;
  return mean > 0 ? mean : null;
}

/** `PREFIX_1234.root_2024-03-26T105926Z_carbontracker.log`: what its user put before the number of the process. */
function namesIn(path: string): readonly string[] {
  const file = path.split(/[\\/]/).pop() ?? '';
  const prefix = /^(.+?)_\d+(?:\.\w+)?_\d{4}-/.exec(file)?.[1];
  return prefix === undefined ? [] : [prefix];
}
