/** What an unplugged Windows laptop takes from its batteries, through one long-lived PowerShell; no administrator. */
import { millis, type Millis } from '../../../core/units/quantity';
import { measured } from '../../samples';
import { toolLines } from '../../tool-lines';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { parseLine } from './parse';

/** PowerShell takes seconds to start on a machine that is busy. */
const PROBE_TIMEOUT = millis(20_000);

/** One line a look. A pipe that nobody reads any more is an error, which ends the loop: nothing is left behind. */
const LOOK = [
  '$b = @(Get-CimInstance -Namespace root/wmi -ClassName BatteryStatus)',
  "[Console]::Out.WriteLine('batteries ' + (($b | ForEach-Object { '{0};{1};{2}' -f $_.PowerOnline, $_.Discharging, $_.DischargeRate }) -join '|'))",
].join('; ');

export const source: PowerSource = {
  id: 'battery-windows',
  name: 'Battery discharge',
  scope: 'system',
  quality: 'measured',
  rank: 60,
  // Windows asks the controller every 30 to 60 s, and each look costs some milliseconds.
  minimumInterval: millis(30_000),

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'win32') return unavailable('for Windows only');
    const tool = await host.processes.find('powershell');
    if (tool === undefined) return unavailable('no PowerShell on PATH');
    const { stdout } = await host.processes.run(tool, commandOf(LOOK), PROBE_TIMEOUT);
    const isThere = stdout.split('\n').some((line) => parseLine(line.trim()) !== null);
    if (!isThere) return unavailable('Windows lists no battery');
    return { available: true, devices: ['battery-0'], note: 'while unplugged' };
  },

  /** Plugged in, the batteries say nothing about the machine: the tick is empty. */
  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const tool = await host.processes.find('powershell');
    if (tool === undefined) return;
    const start = (every: Millis): ReturnType<typeof host.processes.start> => {
      const loop = `$ErrorActionPreference = 'Stop'; while ($true) { ${LOOK}; Start-Sleep -Seconds ${Math.round(every / 1000)} }`;
      return host.processes.start(tool, commandOf(loop));
    };
    for await (const line of toolLines({ host, signal, interval, start })) {
      const packs = parseLine(line);
      if (packs === null) continue;
      const at = host.clock.now();
      yield packs.map(({ device, watts }) => {
        return measured({ source: source.id, scope: 'system', device, label: `Whole laptop (${device})` }, watts, at);
      });
    }
  },
};

function commandOf(script: string): readonly string[] {
  return ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script];
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
