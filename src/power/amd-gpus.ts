/** AMD graphics cards as the PCI tree shows them, and whether they sleep; looking here wakes nothing. */
import type { Host } from '../host/ports';
import { attributeOf, findMonitors } from './hwmon-tree';

const ROOT = '/sys/bus/pci/devices';

export interface AmdGpu {
  /** `0000:03:00.0`. */
  readonly address: string;
  readonly isAsleep: boolean;
}

/** Vendor 1002; class 0300 is a display controller, 0380 another one, 1200 an accelerator (PCI code and ID assignment). */
export async function findAmdGpus(host: Host): Promise<readonly AmdGpu[]> {
  const entries = (await host.files.list(ROOT)) ?? [];
  const read = (address: string, file: string): string =>
    host.files.readTextSync(`${ROOT}/${address}/${file}`)?.trim() ?? '';
  return entries
    .filter(({ name }) => read(name, 'vendor') === '0x1002' && /^0x(0300|0380|1200)/.test(read(name, 'class')))
    .map(({ name }) => ({ address: name, isAsleep: /^suspend(ed|ing)$/.test(read(name, 'power/runtime_status')) }));
}

/** The driver is there and none of its devices has a power limit: graphics inside a processor, which RAPL counts. */
export async function hasOnlyIntegrated(host: Host): Promise<boolean> {
  const monitors = await findMonitors(host, /^amdgpu$/);
  return monitors.length > 0 && monitors.every((monitor) => attributeOf(monitor, 'power1_cap') === undefined);
}
