/** What the extension and the dashboard page say to each other; both sides check what they are told. */
import { anyOf, isCount, isFlag, isNumber, isText, listOf, oneOf, orNull, shaped, type Checked } from './checks';

/** An 80 % interval; equal ends where everything was measured. The unit is that of the field. */
const isRange = shaped({ low: isNumber, typical: isNumber, high: isNumber });
const isQuality = oneOf('measured', 'modelled', 'mixed', 'unknown');
/** Wall clock, milliseconds. */
const isTime = isNumber;

/** gCO2e per kWh, with where and when. */
const isGrid = shaped({ value: isNumber, zone: isText, year: isNumber });

const isDevice = shaped({
  id: isText,
  label: isText,
  scope: oneOf('system', 'cpu', 'gpu', 'memory'),
  sensor: isText,
  quality: oneOf('measured', 'modelled'),
  state: oneOf('on', 'asleep', 'unknown'),
  /** Null when unknown; never 0 for unknown. */
  watts: orNull(isRange),
  ageMs: isNumber,
  isCounted: isFlag,
});

/** Energy of a stretch of time in kWh, and what of it is known. */
const isAmount = shaped({
  energy: isRange,
  /** gCO2e; null where no grid is known for any of it. */
  emissions: orNull(isRange),
  /** "France, 2024"; several where the grids differ. */
  grids: listOf(isText),
  quality: isQuality,
  isLowerBound: isFlag,
  coveredHours: isNumber,
});

const isSensor = shaped({
  id: isText,
  name: isText,
  scope: isText,
  quality: isText,
  status: isText,
  why: orNull(isText),
  help: orNull(isText),
});

const isLive = shaped({
  type: oneOf('live'),
  state: oneOf('off', 'starting', 'running', 'paused', 'stopped'),
  at: isTime,
  host: isText,
  place: oneOf('local', 'remote'),
  total: orNull(isRange),
  isLowerBound: isFlag,
  quality: isQuality,
  provenance: isText,
  devices: listOf(isDevice),
  grid: orNull(isGrid),
  /** Where the grid's figure comes from. */
  gridSource: isText,
  today: orNull(isAmount),
  /** Of one core; null where it is not known. */
  overhead: orNull(isNumber),
  sensors: listOf(isSensor),
  /** What of the user's own budgets is exceeded, in words. */
  exceeded: listOf(isText),
});

/** Power over time: one row a moment, one value a device and the total, in watts; null where nothing was known. */
const isTrail = shaped({
  type: oneOf('trail'),
  devices: listOf(shaped({ id: isText, label: isText, quality: oneOf('measured', 'modelled') })),
  rows: listOf(shaped({ at: isTime, total: orNull(isNumber), watts: listOf(orNull(isNumber)) })),
});

const isEstimate = shaped({ energy: isRange, hours: isRange, confidence: oneOf('calibrated', 'prior') });

const isCurrent = shaped({
  script: orNull(isText),
  startedBy: isText,
  since: isTime,
  hours: isNumber,
  energy: orNull(isRange),
  emissions: orNull(isRange),
  quality: isQuality,
  isLowerBound: isFlag,
  /** Time for which no energy was counted. */
  gapSeconds: isNumber,
  estimate: orNull(isEstimate),
});

const isGap = shaped({ from: isTime, seconds: isNumber, reason: isText });

const isRun = shaped({
  id: isText,
  /** When it ended. */
  at: isTime,
  hours: isNumber,
  script: orNull(isText),
  commit: orNull(isText),
  startedBy: orNull(isText),
  machine: isText,
  sensors: listOf(isText),
  workload: orNull(isText),
  energy: orNull(isRange),
  isLowerBound: isFlag,
  quality: isQuality,
  /** What the energy covers: accelerators alone, processors and memory too, or the whole machine. */
  scope: orNull(oneOf('devices', 'parts', 'plug')),
  /** Why there is no energy, or null. */
  unmeasured: orNull(oneOf('too short', 'no sensor')),
  /** Share of the run where it is known; null where the energy is that of whole devices. */
  attributed: orNull(shaped({ energy: isRange, how: isText })),
  aboveIdle: orNull(isRange),
  idleWatts: orNull(isNumber),
  emissions: orNull(isRange),
  grid: orNull(isGrid),
  estimate: orNull(isEstimate),
  /** Measured over estimated, typical; null where either is missing or the two cannot be compared. */
  ratio: orNull(isNumber),
  /** Null where the end was not seen. */
  exit: orNull(isNumber),
  coveredHours: orNull(isNumber),
  gaps: listOf(isGap),
  devices: listOf(shaped({ label: isText, sensor: isText, quality: isText, energy: isRange, isCounted: isFlag })),
});

const isQuery = shaped({
  sort: oneOf('at', 'script', 'hours', 'energy', 'ratio', 'emissions'),
  order: oneOf('up', 'down'),
  /** Part of the script's path; empty for all. */
  script: isText,
  show: oneOf('all', 'compared', 'outside', 'unmeasured'),
  page: isCount,
});

const isRuns = shaped({
  type: oneOf('runs'),
  query: isQuery,
  /** In the whole history, and those that the query is about. */
  total: isCount,
  matching: isCount,
  pageSize: isCount,
  rows: listOf(isRun),
  /** Lines that cannot be read. */
  problems: listOf(isText),
  problemCount: isCount,
});

const isSums = shaped({
  type: oneOf('sums'),
  scripts: listOf(
    shaped({
      script: orNull(isText),
      runs: isCount,
      measured: isCount,
      amount: orNull(isAmount),
      ratio: orNull(isNumber),
    }),
  ),
  /** Scripts beyond those listed. */
  moreScripts: isCount,
  /** Local days, the latest last; "2026-11-27". */
  days: listOf(shaped({ day: isText, amount: orNull(isAmount) })),
  /** Runs at the same time as another, for which by script counts the machine twice. */
  overlapping: isCount,
});

const isFindings = shaped({
  type: oneOf('findings'),
  /** Open documents that were analysed. */
  documents: isCount,
  rows: listOf(
    shaped({
      id: isCount,
      file: isText,
      line: isCount,
      rule: isText,
      message: isText,
      severity: oneOf('warning', 'information', 'hint'),
      /** A share of the run, 0..1; null where not quantified. */
      share: orNull(isRange),
      grade: orNull(isText),
      energy: orNull(isRange),
      emissions: orNull(isRange),
    }),
  ),
  /** Beyond the rows. */
  more: isCount,
  /** Of all findings, without counting twice; a run. */
  total: orNull(shaped({ energy: isRange, emissions: isRange })),
  /** Findings that have no figure. */
  unquantified: isCount,
  grid: orNull(isGrid),
  /** What the estimates rest on: "class priors, nothing measured yet". */
  basis: isText,
});

const isRunning = shaped({ type: oneOf('current'), runs: listOf(isCurrent), grid: orNull(isGrid) });

/** Something failed on the side of the extension; the page keeps the rest. */
const isFailure = shaped({ type: oneOf('failure'), part: oneOf('runs', 'findings', 'live'), message: isText });

export const isToPage = anyOf(isLive, isTrail, isRunning, isRuns, isSums, isFindings, isFailure);

/** Commands that the page may ask for; all of them are the extension's own. */
const isCommand = oneOf('setRegion', 'openSettings', 'showPowerSources', 'openSample', 'togglePower');

export const isFromPage = anyOf(
  shaped({ type: oneOf('ready'), query: isQuery }),
  shaped({ type: oneOf('query'), query: isQuery }),
  shaped({ type: oneOf('show'), finding: isCount }),
  shaped({ type: oneOf('explain'), finding: isCount }),
  shaped({ type: oneOf('command'), command: isCommand }),
);

export type ToPage = Checked<typeof isToPage>;
export type FromPage = Checked<typeof isFromPage>;
export type Live = Checked<typeof isLive>;
export type Trail = Checked<typeof isTrail>;
export type Running = Checked<typeof isRunning>;
export type Current = Checked<typeof isCurrent>;
export type Runs = Checked<typeof isRuns>;
export type Run = Checked<typeof isRun>;
export type Query = Checked<typeof isQuery>;
export type Sums = Checked<typeof isSums>;
export type Findings = Checked<typeof isFindings>;
export type Amount = Checked<typeof isAmount>;
export type Device = Checked<typeof isDevice>;
export type Sensor = Checked<typeof isSensor>;
export type Grid = Checked<typeof isGrid>;
export type Estimate = Checked<typeof isEstimate>;
export type Failure = Checked<typeof isFailure>;
/** Of the field's own unit. */
export type Span = Checked<typeof isRange>;
export type Quality = Checked<typeof isQuality>;

export const FIRST_QUERY: Query = { sort: 'at', order: 'down', script: '', show: 'all', page: 0 };

/** What the page keeps across a reload of the window. */
export const isSavedState = shaped({
  query: isQuery,
  /** Sections that show a table in place of a chart. */
  tables: isFlag,
});
export type SavedState = Checked<typeof isSavedState>;
