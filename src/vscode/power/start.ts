/** Starts the meter on this machine, within what the workspace is trusted to do. */
import { workspace, type Disposable } from 'vscode';
import { millis } from '../../core/units/quantity';
import type { Host } from '../../host/ports';
import type { Meter } from '../../power/meter';
import { loadPower, type Power } from '../lazy/load';
import type { Log } from '../log';
import type { PowerDay } from './day';

export interface RunningMeter extends Disposable {
  readonly meter: Meter;
  /** The words for its readings, from the script that holds the sensors. */
  readonly words: Pick<Power, 'sensorsPage' | 'tooltipText'>;
  newDay(): PowerDay;
}

/** The code of the sensors is loaded here and not before. */
export async function startMeter(intervalSeconds: number, log: Log): Promise<RunningMeter> {
  const words = await loadPower();
  const { createNodeHost, createMeter, defaultIntervals, historyFile, PowerDay } = words;
  const host = createNodeHost({ workspaceFolders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath) });
  const fast = millis(intervalSeconds * 1000);
  const meter = createMeter(workspace.isTrusted ? host : withoutTools(host), {
    intervals: { fast, idle: millis(Math.max(fast, defaultIntervals.idle)) },
    log: (message) => log.info(message),
  });
  const dispose = (): void => {
    meter.dispose();
    host.dispose();
  };
  await meter.start();
  const problem = (error: unknown): void => log.warnOnce(`the history of runs cannot be read: ${String(error)}`);
  return { meter, words, newDay: () => new PowerDay(historyFile(process.env), problem), dispose };
}

/** In a restricted workspace no tool of the machine is started; sensors that are files still answer. */
export function withoutTools(host: Host): Host {
  return { ...host, processes: { ...host.processes, find: () => Promise.resolve(undefined) } };
}
