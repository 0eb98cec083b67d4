/** Starts the meter on this machine, within what the workspace is trusted to do. */
import { workspace, type Disposable } from 'vscode';
import { millis } from '../../core/units/quantity';
import type { Host } from '../../host/ports';
import type { Meter } from '../../power/meter';
import type { WallCalibration } from '../../power/wall/calibration';
import { powerSettings } from '../configuration/settings';
import { loadPower } from '../lazy/load';
import type { Log } from '../log';

export interface RunningMeter extends Disposable {
  readonly meter: Meter;
  readonly calibration: WallCalibration;
  /** What the meter reads the machine through. */
  readonly host: Host;
}

/** The code of the sensors is loaded here and not before. */
export async function startMeter(intervalSeconds: number, log: Log): Promise<RunningMeter> {
  const parts = await loadPower();
  const { createNodeHost, createMeter, defaultIntervals } = parts;
  const host = createNodeHost({ workspaceFolders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath) });
  const calibration = new parts.WallCalibration(host, parts.wallFile(process.env), parts.makeFolderFor);
  await calibration.load();
  const fast = millis(intervalSeconds * 1000);
  const allowed = workspace.isTrusted ? host : withoutTools(host);
  const meter = createMeter(allowed, {
    intervals: { fast, idle: millis(Math.max(fast, defaultIntervals.idle)) },
    prometheus: powerSettings().prometheus,
    wall: () => calibration.line,
    ...sharing(parts),
    log: (message) => log.info(message),
  });
  const dispose = (): void => {
    meter.dispose();
    host.dispose();
  };
  await meter.start();
  return { meter, calibration, host: allowed, dispose };
}

/** One window of the machine reads the sensors for all. One in a restricted workspace reads too little for the others. */
function sharing({ meterAddress, nodeSockets, sharedSampling }: Awaited<ReturnType<typeof loadPower>>) {
  const address = meterAddress(process.env);
  if (address === undefined) return {};
  const role = workspace.isTrusted ? 'any' : 'follower only';
  return { sampling: sharedSampling({ sockets: nodeSockets, address, role }) };
}

/** In a restricted workspace no tool of the machine is started; sensors that are files still answer. */
export function withoutTools(host: Host): Host {
  return { ...host, processes: { ...host.processes, find: () => Promise.resolve(undefined) } };
}
