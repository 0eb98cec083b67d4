/** Starts the meter on this machine, within what the workspace is trusted to do. */
import { workspace, type Disposable } from 'vscode';
import { millis } from '../../core/units/quantity';
import type { Host } from '../../host/ports';
import type { Meter } from '../../power/meter';
import { loadPower } from '../lazy/load';
import type { Log } from '../log';

export interface RunningMeter extends Disposable {
  readonly meter: Meter;
  /** What the meter reads the machine through. */
  readonly host: Host;
}

/** The code of the sensors is loaded here and not before. */
export async function startMeter(intervalSeconds: number, log: Log): Promise<RunningMeter> {
  const { createNodeHost, createMeter, defaultIntervals } = await loadPower();
  const host = createNodeHost({ workspaceFolders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath) });
  const fast = millis(intervalSeconds * 1000);
  const allowed = workspace.isTrusted ? host : withoutTools(host);
  const meter = createMeter(allowed, {
    intervals: { fast, idle: millis(Math.max(fast, defaultIntervals.idle)) },
    log: (message) => log.info(message),
  });
  const dispose = (): void => {
    meter.dispose();
    host.dispose();
  };
  await meter.start();
  return { meter, host: allowed, dispose };
}

/** In a restricted workspace no tool of the machine is started; sensors that are files still answer. */
export function withoutTools(host: Host): Host {
  return { ...host, processes: { ...host.processes, find: () => Promise.resolve(undefined) } };
}
