/** `carbon-hints run -- COMMAND`: runs a command and says how much energy the machine used meanwhile. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { formatDuration, formatEnergy } from '../../core/units/format';
import { hours, joulesToKilowattHours } from '../../core/units/quantity';
import { mapRange } from '../../core/units/range';
import { createNodeHost } from '../../host/node';
import { createMeter, type Meter } from '../../power/meter';
import type { EnergyReading } from '../../power/reading';
import { visible } from '../../report/escape';
import type { Io } from '../io';
import { UsageError } from '../usage';

const MILLIS_PER_HOUR = 3_600_000;

/** Like a shell: the code of the command, or 128 and the number of the signal that ended it. */
function execute(command: readonly string[], cwd: string): Promise<number> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: 'inherit' });
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(new UsageError(`cannot start ${visible(program)} (${error.code ?? error.message})`));
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function sentence(energy: EnergyReading, meter: Meter): string {
  const time = formatDuration(hours(energy.covered / MILLIS_PER_HOUR));
  const amount = formatEnergy(mapRange(energy.joules, joulesToKilowattHours));
  const bound = energy.partly > 0 ? 'at least ' : '';
  const gaps = energy.gapCount > 0 ? `; ${formatDuration(hours(energy.gapTime / MILLIS_PER_HOUR))} not covered` : '';
  return `carbon-hints: the machine used ${bound}${amount} in ${time}${gaps}. ${visible(meter.snapshot().provenance)}\n`;
}

/** The exit code is the command's own. Nothing is measured that the machine did before or after. */
export async function run(command: readonly string[], io: Io): Promise<number> {
  const host = createNodeHost({ workspaceFolders: [io.cwd] });
  const meter = createMeter(host);
  await meter.start();
  meter.setNeed('training');
  const measurement = meter.measure();
  try {
    const code = await execute(command, io.cwd);
    io.err(sentence(measurement.energy(), meter));
    return code;
  } finally {
    measurement.close();
    meter.dispose();
    host.dispose();
  }
}
