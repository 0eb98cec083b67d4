/** Starts the meter on this machine, within what the workspace is trusted to do. */
import { workspace, type Disposable } from 'vscode';
import { millis } from '../../core/units/quantity';
import type { Host } from '../../host/ports';
import { withoutTools } from '../../host/without-tools';
import type { Meter } from '../../power/meter';
import type { WallCalibration } from '../../power/wall/calibration';
import { powerSettings } from '../configuration/settings';
import { loadPower, type Power } from '../lazy/load';
import type { Log } from '../log';
import type { PowerDay } from './day';

export interface RunningMeter extends Disposable {
  readonly meter: Meter;
  readonly calibration: WallCalibration;
  /** What the meter reads the machine through. */
  readonly host: Host;
  /** The words for its readings, from the script that holds the sensors. */
  readonly words: Pick<Power, 'sensorsPage' | 'tooltipText'>;
  newDay(): PowerDay;
}

/** The code of the sensors is loaded here and not before. */
export async function startMeter(intervalSeconds: number, log: Log): Promise<RunningMeter> {
  const words = await loadPower();
  const { createNodeHost, createMeter, defaultIntervals, historyFile, PowerDay } = words;
  const host = createNodeHost({ workspaceFolders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath) });
  const calibration = new words.WallCalibration(host, words.wallFile(process.env), words.makeFolderFor);
  await calibration.load();
  const fast = millis(intervalSeconds * 1000);
  const allowed = workspace.isTrusted ? host : withoutTools(host);
  const meter = createMeter(allowed, {
    intervals: { fast, idle: millis(Math.max(fast, defaultIntervals.idle)) },
    prometheus: powerSettings().prometheus,
    wall: () => calibration.line,
    ...sharing(words),
    log: (message) => log.info(message),
  });
  const dispose = (): void => {
    meter.dispose();
    host.dispose();
  };
  await meter.start();
  const problem = (error: unknown): void => log.warnOnce(`the history of runs cannot be read: ${String(error)}`);
  return {
    meter,
    calibration,
    host: allowed,
    words,
    newDay: () => new PowerDay(historyFile(process.env), problem),
    dispose,
  };
}

/** One window of the machine reads the sensors for all. One in a restricted workspace reads too little for the others. */
function sharing({ meterAddress, nodeSockets, sharedSampling }: Power) {
  const address = meterAddress(process.env);
  if (address === undefined) return {};
  const role = workspace.isTrusted ? 'any' : 'follower only';
  return { sampling: sharedSampling({ sockets: nodeSockets, address, role }) };
}
