/** The ports on Node: what the desktop extension host and the command line hand to everything else. */
import { nodeClock } from './node-clock';
import { nodeFiles } from './node-files';
import { nodeMachine } from './node-machine';
import { nodeNetwork } from './node-network';
import { NodeProcesses } from './node-processes';
import type { Host } from './ports';

export interface NodeHost extends Host {
  /** Kills every process that was started through this host. */
  dispose(): void;
}

export interface NodeHostOptions {
  /** Absolute paths; no tool inside them is ever found or started. */
  readonly workspaceFolders: readonly string[];
}

export function createNodeHost(options: NodeHostOptions): NodeHost {
  const processes = new NodeProcesses(options.workspaceFolders);
  return {
    files: nodeFiles,
    processes,
    network: nodeNetwork,
    clock: nodeClock,
    machine: nodeMachine,
    dispose: () => processes.dispose(),
  };
}
