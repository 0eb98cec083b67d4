/** The hardware monitors of Linux: which chips there are and where each keeps its files. */
import { watts, type Watts } from '../core/units/quantity';
import type { Host } from '../host/ports';

const ROOT = '/sys/class/hwmon';

export interface Monitor {
  /** Contents of its `name` file: `power_meter`, `i915`. */
  readonly name: string;
  readonly folder: string;
  /** Older drivers keep their attributes with the device and not with the monitor. */
  readonly attributes: readonly string[];
}

export async function findMonitors(host: Host, names: RegExp): Promise<readonly Monitor[]> {
  const entries = (await host.files.list(ROOT)) ?? [];
  const found = entries.map(async ({ name: entry }): Promise<readonly Monitor[]> => {
    const folder = `${ROOT}/${entry}`;
    const name = (read(host, `${folder}/name`) ?? read(host, `${folder}/device/name`))?.trim() ?? '';
    if (!names.test(name)) return [];
    const own = (await host.files.list(folder)) ?? [];
    const device = (await host.files.list(`${folder}/device`)) ?? [];
    const paths = [...own.map((file) => file.name), ...device.map((file) => `device/${file.name}`)];
    return [{ name, folder, attributes: paths.map((path) => `${folder}/${path}`) }];
  });
  return (await Promise.all(found)).flat();
}

/** Path of an attribute such as `power1_average`, wherever the driver keeps it. */
export function attributeOf(monitor: Monitor, name: string): string | undefined {
  return monitor.attributes.find((path) => path.endsWith(`/${name}`));
}

export function textOf(host: Host, monitor: Monitor, name: string): string | undefined {
  const path = attributeOf(monitor, name);
  return path === undefined ? undefined : read(host, path)?.trim();
}

/** The device behind a monitor is suspended: reading most of its attributes would wake it. */
export function isSuspended(host: Host, monitor: Monitor): boolean {
  const status = read(host, `${monitor.folder}/device/power/runtime_status`)?.trim();
  return status === 'suspended' || status === 'suspending';
}

/** Contents of a power attribute; null, never 0, for what is no plausible power. */
export function microwatts(text: string | undefined, mostWatts: number): Watts | null {
  const digits = text?.trim();
  if (digits === undefined || !/^\d{1,12}$/.test(digits)) return null;
  const power = Number(digits) / 1e6;
  return power > 0 && power <= mostWatts ? watts(power) : null;
}

function read(host: Host, path: string): string | undefined {
  return host.files.readTextSync(path);
}
