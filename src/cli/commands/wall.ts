/** `carbon-hints power --wall`: takes a reading of a plug meter beside the sensors, and says what it teaches. */
import { formatPower } from '../../core/units/format';
import type { Watts } from '../../core/units/quantity';
import { nodeFiles } from '../../host/node-files';
import { nodeMachine } from '../../host/node-machine';
import { nodeClock } from '../../host/node-clock';
import { wallFile } from '../../host/state';
import { makeFolderFor } from '../../host/state-folder';
import type { Meter } from '../../power/meter';
import { TAKES, WallCalibration } from '../../power/wall/calibration';
import { equation, type WallLine } from '../../power/wall/fit';
import { visible } from '../../report/escape';
import type { ExitCode, Io } from '../io';

/** What the plug meter shows now, the battery instead of it, or an end to what was read before. */
export type Wall = Watts | 'battery' | 'forget';

/** With the readings that were taken on this machine before. */
export async function wallCalibration(io: Io): Promise<WallCalibration> {
  const host = { files: nodeFiles, machine: nodeMachine, clock: nodeClock };
  const calibration = new WallCalibration(host, wallFile(io.env), makeFolderFor);
  await calibration.load();
  return calibration;
}

export async function takeWall(meter: Meter, wall: Wall, calibration: WallCalibration, io: Io): Promise<ExitCode> {
  if (wall === 'forget') return forget(calibration, io);
  io.err(`Reading the sensors for ${TAKES / 1000} s; keep the load as it is.\n`);
  const taken = await calibration.take(meter, wall, io.signal).catch(() => ({ why: 'it was interrupted' }));
  if ('why' in taken) {
    io.err(`carbon-hints: no reading was taken: ${taken.why}\n`);
    return 2;
  }
  const { point, line } = taken;
  const source = point.meter === 'battery' ? 'the battery' : 'the plug meter';
  io.out(
    `${formatPower(point.wall)} by ${source}, ${formatPower(point.parts)} by the sensors (${point.sensors.map(visible).join(', ')}).\n`,
  );
  io.out('why' in line ? `No calibration yet: ${line.why}.\n` : learned(line));
  return 0;
}

function learned(line: WallLine): string {
  const percent = (100 * line.spread).toFixed(0);
  const charger = line.meter === 'battery' ? ' What the charger loses is not in it.' : '';
  return `Calibrated: wall = ${equation(line.slope, line.offset)}, within ${percent} % (80% range).${charger}\n`;
}

async function forget(calibration: WallCalibration, io: Io): Promise<ExitCode> {
  if (await calibration.forget()) {
    io.out('The calibration of this machine is forgotten.\n');
    return 0;
  }
  io.err(`carbon-hints: ${wallFile(io.env)} cannot be written\n`);
  return 2;
}
