/** Mean power of the hardware over a run, as a factor of the energy. */
import type { CpuTime } from './classical';
import { noted, plain } from './facts';
import type { WorkClass } from './priors/classes';
import { cpuShares, deviceShares, hostShares, type Shares } from './priors/power';
import type { Factor } from './spread';
import type { HardwareSpec } from './types';

export interface Draw {
  /** Kilowatts at the plug, facility overhead excluded. */
  readonly factor: Factor;
  /** Median watts of the devices alone. */
  readonly deviceWatts: number;
}

export function deviceDraw(workClass: WorkClass, hardware: HardwareSpec, busy: number): Draw {
  return drawOf(hardware, deviceShares(workClass, hardware, busy));
}

export function cpuDraw(load: CpuTime['load'], hardware: HardwareSpec): Draw {
  if (hardware.kind !== 'cpu') return drawOf(hardware, deviceShares('small', hardware, 1));
  return drawOf(hardware, cpuShares(hardware, load));
}

/** Device and host shares add up; their deviations combine in squares. */
function drawOf(hardware: HardwareSpec, device: Shares): Draw {
  if (hardware.draw !== undefined) {
    const typed = noted('mean power', `${plain(hardware.draw)} W`, 'setting', null);
    return { factor: { ...typed, ln: Math.log(hardware.draw / 1000) }, deviceWatts: hardware.draw };
  }
  const host = hostShares(hardware);
  const typical = device.typical + host.typical;
  const low = typical - Math.hypot(device.typical - device.low, host.typical - host.low);
  const high = typical + Math.hypot(device.high - device.typical, host.high - host.typical);
  const limit = hardware.count * hardware.watts;
  // A part of no known make may well have half or twice the limit.
  const unsure = hardware.origin === 'prior' ? 0.6 : 0;
  const percent = `${plain(100 * device.typical)} % + ${plain(100 * host.typical)} % host`;
  const factor: Factor = {
    name: 'mean power',
    value: `${plain(limit * typical)} W: ${percent} of ${plain(limit)} W`,
    origin: 'prior',
    source: `${device.source}; ${host.source}`,
    ln: Math.log((limit * typical) / 1000),
    down: Math.hypot(Math.log(typical / low), unsure),
    up: Math.hypot(Math.log(high / typical), unsure),
  };
  return { factor, deviceWatts: limit * device.typical };
}
