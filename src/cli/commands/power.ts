/** `carbon-hints power`: what this machine draws, sample by sample, and which sensor says so. */
import { formatPower } from '../../core/units/format';
import { millis, watts } from '../../core/units/quantity';
import { createNodeHost } from '../../host/node';
import { createMeter, type Meter } from '../../power/meter';
import { readingToJson, type DeviceReading, type Reading } from '../../power/reading';
import { safeJson, visible } from '../../report/escape';
import type { ExitCode, Io } from '../io';
import { takeWall, wallCalibration, type Wall } from './wall';

export interface PowerOptions {
  /** Seconds. */
  readonly interval: number;
  readonly count?: number;
  /** Addresses of exporters. */
  readonly prometheus: readonly string[];
  readonly format: 'text' | 'json';
  readonly wall?: Wall;
}

function device({ label, sensor, watts: draw, quality, state, isCounted }: DeviceReading): string {
  const power = draw === null ? state : formatPower(draw);
  const part = isCounted ? '' : ', part of the total';
  return `    ${visible(label)}: ${power} (${sensor}, ${quality}${part})`;
}

function total({ total: power, isLowerBound, quality }: Reading): string {
  if (power === null) return 'unknown';
  const bound = isLowerBound ? 'at least ' : '';
  const ends = `${formatPower(watts(power.low))} to ${formatPower(watts(power.high))}`;
  const range = power.low === power.high ? '' : `, 80% range ${ends}`;
  return `${bound}${formatPower(power.typical)} (${quality}${range})`;
}

function textOf(reading: Reading): string {
  const time = new Date(reading.at).toISOString();
  return [`${time}  ${total(reading)}`, ...reading.devices.map(device), `    ${visible(reading.provenance)}`, ''].join(
    '\n',
  );
}

/** Resolves after `count` readings, or when interrupted. */
function follow(meter: Meter, { count, format }: PowerOptions, io: Io): Promise<void> {
  const write = format === 'json' ? (reading: Reading) => `${safeJson(readingToJson(reading), 0)}\n` : textOf;
  let left = count ?? Number.POSITIVE_INFINITY;
  return new Promise((resolve) => {
    io.signal.addEventListener('abort', () => resolve());
    meter.onReading((reading) => {
      if (left <= 0) return;
      io.out(write(reading));
      left -= 1;
      if (left <= 0) resolve();
    });
  });
}

export async function power(options: PowerOptions, io: Io): Promise<ExitCode> {
  const host = createNodeHost({ workspaceFolders: [io.cwd] });
  const interval = millis(options.interval * 1000);
  const calibration = await wallCalibration(io);
  const meter = createMeter(host, {
    intervals: { fast: interval, idle: interval },
    prometheus: options.prometheus,
    wall: () => calibration.line,
  });
  const done = options.wall === undefined ? follow(meter, options, io) : undefined;
  await meter.start();
  await done;
  const code = options.wall === undefined ? 0 : await takeWall(meter, options.wall, calibration, io);
  meter.dispose();
  host.dispose();
  return code;
}
