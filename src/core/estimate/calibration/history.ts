/** Measured runs, ready to correct the estimates of a document. */
import type { Calibration, HardwareSpec, History, MeasuredDocument } from '../types';
import { isSameScript, type Alike } from './alike';
import { matched, ownRuns } from './matching';
import { plausible, type MeasuredRun } from './measured';
import { correctedDraw } from './power';
import { machineOf, prepared, type Estimator, type Prepared } from './prepared';
import { correctedTime } from './speed';

/** Runs further back than these are not looked at. */
const MOST_RUNS = 2000;
/**
 * ln(time) by which the machine of a file that names none may differ from the one the estimate is for: who hands the file over most
 * likely trained where they will train again.
 */
const UNNAMED = 0.3;

/** Invariant: the order of the runs does not matter, and one that is given twice counts once. */
export function createHistory(runs: readonly MeasuredRun[], estimator: Estimator): History {
  const usable = distinct(runs.map(plausible).filter((run) => run !== null));
  const key = digest(JSON.stringify(usable));
  const kept = new Map<string, Calibration>();
  return {
    key,
    for(document) {
      const here = [...matched(usable, document), ...ownRuns(document, estimator)];
      if (usable.length === 0 && here.length === 0) return null;
      const own = `${key} ${document.path} ${digest(JSON.stringify(here))}`;
      let known = kept.get(own);
      if (!known) {
        const rest = usable.filter((run) => !here.some(({ replaces }) => replaces === run)).map(withoutOwner);
        kept.clear();
        kept.set(own, (known = calibrationOf(own, [...rest, ...here], document, estimator)));
      }
      return known;
    },
  };
}

/** A run, and the workload of the document that it is one of. */
export interface OwnedRun {
  readonly run: MeasuredRun;
  readonly own: number | null;
  /** The run without its facts. */
  readonly replaces: MeasuredRun | null;
}

const withoutOwner = (run: MeasuredRun): OwnedRun => ({ run, own: null, replaces: null });

function calibrationOf(
  key: string,
  runs: readonly OwnedRun[],
  { path }: MeasuredDocument,
  estimator: Estimator,
): Calibration {
  const machines = new Map<string, HardwareSpec | null>();
  const machineNamed = (text: string): HardwareSpec | null => {
    const found = machines.get(text) ?? (machines.has(text) ? null : estimator.hardware(text));
    machines.set(text, found);
    return found;
  };
  const named = new Map<OwnedRun, Prepared>();
  const onMachine = (one: OwnedRun, asked: HardwareSpec): Prepared | null => {
    const { run, own } = one;
    if (run.hardware === null) {
      return prepared({ ...run, noise: Math.hypot(run.noise, UNNAMED), watts: null }, estimator, asked, own);
    }
    const found = machineNamed(run.hardware);
    // A name says which processor it is, not how many of its cores this machine has.
    const hardware = found && asked.kind === 'cpu' && machineOf(found) === machineOf(asked) ? asked : found;
    const earlier = named.get(one);
    const known = earlier?.hardware === hardware ? earlier : hardware && prepared(run, estimator, hardware, own);
    if (known) named.set(one, known);
    return known ?? null;
  };
  return {
    key,
    correct(workload, hardware, prior) {
      const asked = { workload, hardware, prior, script: path };
      const machine = machineOf(hardware);
      const isHere = ({ run, own }: OwnedRun): boolean => {
        const named = run.hardware === null ? hardware : machineNamed(run.hardware);
        return own !== workload.id && named !== null && machineOf(named) === machine;
      };
      const others = worthALook(runs.filter(isHere), asked)
        .map((one) => onMachine(one, hardware))
        .filter((one) => one !== null);
      const [time, draw] = [correctedTime(asked, others, estimator), correctedDraw(asked, others, estimator)];
      return time === null && draw === null ? null : { time, draw };
    },
  };
}

/** So many of each rank; what the estimator would have said of a run takes a fraction of a millisecond. */
const MOST_OF_RANK = 12;

/** Those of the same script, of the same model, of the same framework, and others for the draw, the latest of each. */
function worthALook(runs: readonly OwnedRun[], { workload, script }: Alike): readonly OwnedRun[] {
  const rankOf = ({ run: { script: other, facts } }: OwnedRun): number => {
    if (isSameScript(other, script)) return 0;
    if (facts?.framework !== workload.framework) return 3;
    return facts.model === workload.model?.value ? 1 : 2;
  };
  const ranks: OwnedRun[][] = [[], [], [], []];
  for (const one of runs) ranks[rankOf(one)]?.push(one);
  return ranks.flatMap((rank) => rank.slice(0, MOST_OF_RANK));
}

/** The latest first, each once. */
function distinct(runs: readonly MeasuredRun[]): readonly MeasuredRun[] {
  const byText = new Map(runs.map((run) => [JSON.stringify(run, rounded), run]));
  const sorted = [...byText].sort(([a, one], [b, other]) => order(other.at ?? '', one.at ?? '') || order(a, b));
  return sorted.slice(0, MOST_RUNS).map(([, run]) => run);
}

/** The same run by way of another file may differ in the last digits. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(9)) : value;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** FNV-1a: tells contents apart, keeps nothing secret. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${(hash >>> 0).toString(16)}-${text.length}`;
}
