/** What estimates need besides the code: grid, site and hardware, made once for each configuration. */
import type { Config } from '../core/config/types';
import { buildContext, type ContextRequest, type ContextResult } from '../core/estimate/context';
import { nvidiaBoards } from '../host/node-gpus';
import { nodeMachine } from '../host/node-machine';

type Machine = NonNullable<ContextRequest['machine']>;

function thisMachine(): Machine {
  const { cpuModel, logicalCores } = nodeMachine;
  return { cpuModel, logicalCores, gpus: nvidiaBoards() };
}

const NOTHING_TYPED = { hardware: null, region: null, pue: null, hours: null };

export class Contexts {
  readonly #known = new Map<string, ContextResult>();
  #machine: Machine | undefined;
  #ownProblems: readonly string[] = [];

  /** `problems` are those of the configuration: a region or hardware that is not known, a value that makes no sense. */
  for({ hardware, region, pue, hours, embodied }: Config): ContextResult {
    const typed = { hardware, region, pue, hours, embodied };
    const key = JSON.stringify(typed);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const machine = this.#lookAtMachine();
    const { context, problems } = buildContext({ ...typed, machine });
    const result = { context, problems: problems.filter((problem) => !this.#ownProblems.includes(problem)) };
    this.#known.set(key, result);
    return result;
  }

  #lookAtMachine(): Machine {
    if (this.#machine !== undefined) return this.#machine;
    this.#machine = thisMachine();
    this.#ownProblems = buildContext({ ...NOTHING_TYPED, machine: this.#machine }).problems;
    return this.#machine;
  }
}
