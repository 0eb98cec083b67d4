/** What an estimate needs besides the code: hardware, grid and site, from the configuration and this machine. */
import type { Config } from '../../core/config/types';
import type { EstimateContext } from '../../core/estimate/types';
import type { ContextRequest, ContextResult } from '../../core/estimate/context';
import { loadCore } from '../lazy/load';
import type { Log } from '../log';

type Assumptions = Pick<Config, 'hardware' | 'region' | 'pue' | 'hours' | 'embodied'>;

let machine: Promise<ContextRequest['machine']> | undefined;
const known = new Map<string, Promise<ContextResult>>();

/** What is not understood is named in the log, and a neutral value stands for it. */
export async function contextFor(config: Assumptions, log: Log): Promise<EstimateContext> {
  const { hardware, region, pue, hours, embodied } = config;
  const assumptions = { hardware, region, pue, hours, embodied };
  const key = JSON.stringify(assumptions);
  const result = known.get(key) ?? build(assumptions);
  known.set(key, result);
  const { context, problems } = await result;
  for (const problem of problems) log.warnOnce(problem);
  return context;
}

async function build(assumptions: Assumptions): Promise<ContextResult> {
  const { buildContext } = await loadCore();
  machine ??= lookAtMachine();
  return buildContext({ ...assumptions, machine: await machine });
}

async function lookAtMachine(): Promise<ContextRequest['machine']> {
  const { nodeMachine, nvidiaBoards } = await loadCore();
  const { cpuModel, logicalCores } = nodeMachine;
  return { cpuModel, logicalCores, gpus: nvidiaBoards() };
}
