/** `carbon-hints run -- COMMAND`: runs a command, says what the machine used meanwhile, and adds a line to the history. */
import { randomUUID } from 'node:crypto';
import type { HistoryLine } from '../../core/estimate/calibration/import/history-line';
import { appendRun } from '../../host/history';
import { createNodeHost, type NodeHost } from '../../host/node';
import { OpenRuns } from '../../host/open-runs';
import { historyFile } from '../../host/state';
import { buildContext } from '../../core/estimate/context';
import { createMeter, type Meter } from '../../power/meter';
import type { RunStart } from '../../power/runs/run';
import { RunTracker } from '../../power/runs/tracker';
import { visible } from '../../report/escape';
import { runSummary } from '../../report/runs/summary';
import type { Io } from '../io';
import { execute } from '../runs/execute';
import { lookAt, thisMachine } from '../runs/subject';
import { UsageError } from '../usage';

export interface RunOptions {
  /** False: nothing is added to the history. */
  readonly history: boolean;
  readonly region?: string;
}

/** How much of a run is lost when this program is killed. */
const KEEP_EVERY_MS = 15_000;

/** The exit code is the command's own. Nothing is measured that the machine did before or after. */
export async function run(command: readonly string[], options: RunOptions, io: Io): Promise<number> {
  understood(options);
  const host = createNodeHost({ workspaceFolders: [io.cwd] });
  const meter = createMeter(host);
  try {
    await meter.start();
    meter.setNeed('training');
    return await measured(command, options, { host, meter, io });
  } finally {
    meter.dispose();
    host.dispose();
  }
}

/** A mistyped region must not become the world average after hours of training. */
function understood({ region }: RunOptions): void {
  const [problem] = buildContext({
    hardware: null,
    region: region ?? null,
    pue: null,
    hours: null,
    machine: null,
  }).problems;
  if (problem !== undefined) throw new UsageError(problem);
}

interface Tools {
  readonly host: NodeHost;
  readonly meter: Meter;
  readonly io: Io;
}

async function measured(command: readonly string[], options: RunOptions, { host, meter, io }: Tools): Promise<number> {
  const { pid, exit } = await execute(command, io.cwd);
  const tracker = RunTracker.begin({ host, meter }, startOf(pid, host), null);
  const runs = new OpenRuns(historyFile(io.env));
  const keep = (): void => void (options.history && runs.keep(tracker.id, tracker.state()));
  const timer = setInterval(keep, KEEP_EVERY_MS);
  try {
    // The command does not wait for what is to be known of it.
    const looked = lookAt(command, options.region, io).then((subject) => tracker.know(subject));
    const code = await exit;
    clearInterval(timer);
    // What was asked of the machine after the end is not the run's.
    tracker.stopCounting();
    await looked.catch((error: unknown) => io.err(`carbon-hints: cannot tell what was run: ${String(error)}\n`));
    const line = tracker.end(code);
    const isKept = options.history && (await appendRun(host.files, historyFile(io.env), line));
    await runs.forget(tracker.id);
    io.err(summary(line, meter, options.history && !isKept ? historyFile(io.env) : null));
    return code;
  } finally {
    clearInterval(timer);
    tracker.dispose();
  }
}

function startOf(pid: number, { clock }: NodeHost): RunStart {
  const unknown = { script: null, commit: null, workload: null, estimate: null, intensity: null };
  return { ...unknown, id: randomUUID(), startedBy: 'command line', machine: thisMachine(), pid, at: clock.wall() };
}

/** `failed` is the file that could not be written. */
function summary(line: HistoryLine, meter: Meter, failed: string | null): string {
  const lines = runSummary(line).map((one) => `carbon-hints: ${visible(one)}\n`);
  const sensors = line.energy === null ? [] : [`carbon-hints: ${visible(meter.snapshot().provenance)}\n`];
  const lost =
    failed === null ? [] : [`carbon-hints: the run is not in the history: cannot write ${visible(failed)}\n`];
  return [...lines, ...sensors, ...lost].join('');
}
