/** The status bar item: live power of the machine, read only while somebody is there to see it. */
import { env, EventEmitter, window, workspace, type Disposable } from 'vscode';
import type { Intensity } from '../../core/estimate/types';
import type { Meter } from '../../power/meter';
import type { Reading } from '../../power/reading';
import { powerSettings } from '../configuration/settings';
import type { RunNow } from '../dashboard/runs-now';
import { Disposables } from '../disposables';
import { loadPower } from '../lazy/load';
import type { Log } from '../log';
import type { Pages } from '../pages/pages';
import { IdleBaseline } from '../../power/runs/idle';
import { exceeded } from './budgets';
import type { PowerDay } from './day';
import { PowerFace } from './face';
import { needFor } from './need';
import { startMeter, type RunningMeter } from './start';
import { spokenText, statusText } from './status-text';
import type { PowerView } from './tooltip';

/** Activation comes first; probing sensors can wait a moment. */
const START_DELAY_MS = 1500;

export interface PowerParts {
  /** That of the region chosen for this window. */
  readonly intensity: () => Intensity | undefined;
  /** Those that go on now, by the sensors of that reading. */
  readonly runs: (reading: Reading) => readonly RunNow[];
  readonly pages: Pages;
  readonly log: Log;
}

export class PowerItem implements Disposable {
  readonly #disposables = new Disposables();
  readonly #face = this.#disposables.add(new PowerFace());
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  #running: RunningMeter | undefined;
  /** Outlives a meter that is started again. */
  #day: PowerDay | undefined;
  #starting: NodeJS.Timeout | undefined;
  /** Grows with every start and stop, so that a start that was overtaken is dropped. */
  #generation = 0;
  #runs = 0;
  /** What the machine draws when nothing trains. */
  readonly idle = new IdleBaseline();

  /** There is a new reading, or none any more. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly parts: PowerParts) {
    this.#disposables.add(window.onDidChangeWindowState(() => this.#attend()));
    this.#disposables.add(workspace.onDidChangeConfiguration((event) => this.#reconfigure(event)));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#restart()));
    this.#restart();
  }

  /** Undefined while power is switched off or has not started. */
  get meter(): Meter | undefined {
    return this.#running?.meter;
  }

  /** Takes a reading of a plug meter. */
  async calibrate(): Promise<void> {
    const { calibrateWall } = await loadPower();
    await calibrateWall(this.#running);
    this.refresh();
  }

  /** The meter with what it reads the machine through. */
  get running(): RunningMeter | undefined {
    return this.#running;
  }

  /** A run begins that wants live readings, whoever looks; disposing what is returned ends that. */
  training(): Disposable {
    const isOver = this.idle.busy();
    this.#runs += 1;
    this.#attend();
    let ended = false;
    const dispose = (): void => {
      if (ended) return;
      ended = true;
      isOver();
      this.#runs -= 1;
      this.#attend();
    };
    return { dispose };
  }

  /** Undefined until the meter has started for the first time. */
  get day(): PowerDay | undefined {
    return this.#day;
  }

  /** What the item shows, for tests. */
  get shown(): { readonly text: string; readonly tooltip: string; readonly spoken: string; readonly changes: number } {
    const { text, tooltip, spoken, changes } = this.#face;
    return { text, tooltip, spoken, changes };
  }

  async showSensors(): Promise<void> {
    const view = this.view();
    const text =
      view && this.#running
        ? this.#running.words.sensorsPage(view)
        : '# Power sensors\n\nLive power is switched off (`carbonHints.power.enabled`).';
    await this.parts.pages.showText('Carbon Hints: power sensors', text);
  }

  /** Shows what the meter says now; called when the region changes, too. */
  refresh(): void {
    const running = this.#running;
    const view = this.view();
    if (!running || !view) return;
    const { reading, place } = view;
    // While nobody uses the window nothing is read; the last number stays, and its age is in the tooltip.
    if (reading.state === 'paused') return;
    const host = place === 'remote' ? reading.host : null;
    const spoken = [spokenText(reading, host), ...view.exceeded].join(', ');
    this.#face.paint({ text: statusText(reading, host), spoken, isOver: view.exceeded.length > 0 }, () =>
      running.words.tooltipText(view),
    );
    this.#changed.fire();
  }

  /** Undefined until there is something to show. */
  view(): PowerView | undefined {
    const intensity = this.parts.intensity();
    const { meter } = this;
    if (!meter || !intensity) return undefined;
    const reading = meter.snapshot();
    const runs = this.parts.runs(reading);
    const today = this.#day?.today(reading.at) ?? null;
    const spent = { power: reading.total, runs: runs.map(({ energy }) => energy), today: today?.emissions ?? null };
    return {
      reading,
      sources: meter.describe(),
      intensity,
      place: env.remoteName === undefined ? 'local' : 'remote',
      runs,
      today,
      exceeded: exceeded(spent, powerSettings().budgets),
    };
  }

  dispose(): void {
    this.#stop();
    this.#disposables.dispose();
  }

  #reconfigure(event: { affectsConfiguration(section: string): boolean }): void {
    if (['enabled', 'interval'].some((name) => event.affectsConfiguration(`carbonHints.power.${name}`))) {
      this.#restart();
    } else if (event.affectsConfiguration('carbonHints.power')) this.refresh();
  }

  #stop(): void {
    this.#generation += 1;
    clearTimeout(this.#starting);
    this.#running?.dispose();
    this.#running = undefined;
    this.#day?.restart();
  }

  #restart(): void {
    this.#stop();
    this.#changed.fire();
    if (!powerSettings().enabled) return this.#face.hide();
    this.#face.reset(statusText({ total: null, quality: 'unknown', isLowerBound: false }, null));
    const generation = this.#generation;
    this.#starting = setTimeout(() => void this.#start(generation), START_DELAY_MS);
  }

  async #start(generation: number): Promise<void> {
    try {
      const running = await startMeter(powerSettings().intervalSeconds, this.parts.log);
      if (generation !== this.#generation) {
        running.dispose();
        return;
      }
      this.#running = running;
      this.#day ??= running.newDay();
      running.meter.onReading((reading) => this.#read(reading));
      this.#attend();
      this.refresh();
    } catch (error) {
      this.parts.log.error('power is not available', error);
    }
  }

  #read(reading: Reading): void {
    this.idle.add(reading);
    this.#day?.add(reading, this.parts.intensity());
    this.refresh();
  }

  #attend(): void {
    const { focused, active } = window.state;
    this.meter?.setNeed(needFor({ focused, active, runs: this.#runs }));
  }
}
