/** What the extension gives to its own tests; not meant for other extensions. */
import type { Uri } from 'vscode';
import type { Analysis } from '../core/engine-types';
import type { Meter } from '../power/meter';
import type { CurrentRun } from '../power/runs/run';
import type { Analyser } from './documents/analyser';
import type { EngineLoader } from './engine-loader';
import type { LanguageStatus } from './language-status';
import type { Log } from './log';
import type { PowerItem } from './power/item';
import type { RunWatch } from './runs/watch';

export interface CarbonHintsApi {
  /** Milliseconds that activation took. */
  readonly activation: number;
  /** Milliseconds that loading the engine took; undefined while it is not loaded. */
  readonly engineLoad: number | undefined;
  /** Analyses a document or notebook now; undefined when it is not one of ours, too large or excluded. */
  analyse(uri: Uri): Promise<Analysis | undefined>;
  /** Resolves when no analysis is waiting. */
  idle(): Promise<void>;
  /** The last result, stale or not. */
  latest(uri: Uri): Analysis | undefined;
  /** Undefined while power is off or starting. */
  readonly meter: Meter | undefined;
  readonly power: PowerItem['shown'];
  /** Training runs that go on now. */
  readonly runs: readonly CurrentRun[];
  readonly languageStatus: string;
  /** What was warned about, once each. */
  readonly warnings: readonly string[];
}

interface Parts {
  readonly analyser: Analyser;
  readonly engine: EngineLoader;
  readonly power: PowerItem;
  readonly runs: RunWatch;
  readonly status: LanguageStatus;
  readonly log: Log;
  readonly duration: number;
}

export function apiOf({ analyser, engine, power, runs, status, log, duration }: Parts): CarbonHintsApi {
  return {
    activation: duration,
    get engineLoad() {
      return engine.duration;
    },
    async analyse(uri) {
      analyser.analyseNow(uri);
      await analyser.idle();
      return analyser.latest(uri)?.analysis;
    },
    idle: () => analyser.idle(),
    latest: (uri) => analyser.latest(uri)?.analysis,
    get meter() {
      return power.meter;
    },
    get power() {
      return power.shown;
    },
    get runs() {
      return runs.current;
    },
    get languageStatus() {
      return status.text;
    },
    get warnings() {
      return log.warnings;
    },
  };
}
