/** NVIDIA boards as sysfs shows them, and whether they sleep; looking here wakes nothing. */
import type { Host } from '../../../host/ports';

const ROOT = '/sys/bus/pci/devices';

export interface PciGpu {
  /** `0000:01:00.0`. */
  readonly address: string;
  /** Whether the kernel may put it to sleep, so that asking it for its power would keep it awake. */
  readonly maySleep: boolean;
}

/** Empty where there is no such tree: other systems, WSL. */
export async function findPciGpus(host: Host): Promise<readonly PciGpu[]> {
  const entries = (await host.files.list(ROOT)) ?? [];
  return entries
    .filter(({ name }) => isNvidiaGpu(host, name))
    .map(({ name }) => ({
      address: name,
      maySleep: read(host, name, 'power/control') === 'auto',
    }));
}

/** Vendor 10de; class 0300 is a display controller, 0302 a 3D controller (PCI code and ID assignment). */
function isNvidiaGpu(host: Host, address: string): boolean {
  return read(host, address, 'vendor') === '0x10de' && /^0x030[02]/.test(read(host, address, 'class') ?? '');
}

export function isAsleep(host: Host, gpu: PciGpu): boolean {
  const status = gpu.maySleep ? read(host, gpu.address, 'power/runtime_status') : undefined;
  return status === 'suspended' || status === 'suspending';
}

function read(host: Host, address: string, attribute: string): string | undefined {
  return host.files.readTextSync(`${ROOT}/${address}/${attribute}`)?.trim();
}
