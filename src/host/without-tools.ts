/** The ports for a workspace that is not trusted. */
import type { Host } from './ports';

/** No tool of the machine is found, so none is started; sensors that are files still answer. */
export function withoutTools(host: Host): Host {
  return { ...host, processes: { ...host.processes, find: () => Promise.resolve(undefined) } };
}
