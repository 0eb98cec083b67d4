/** The status bar item: live power of the machine, read only while somebody is there to see it. */
import {
  env,
  MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  window,
  workspace,
  type Disposable,
  type StatusBarItem,
} from 'vscode';
import type { Intensity } from '../../core/estimate/types';
import type { Meter } from '../../power/meter';
import { powerSettings } from '../configuration/settings';
import { Disposables } from '../disposables';
import type { Log } from '../log';
import { markdown } from '../markdown';
import type { Pages } from '../pages/pages';

import { IdleBaseline } from '../../power/runs/idle';
import { calibrateWall } from './calibrate';
import { needFor } from './need';
import { startMeter, type RunningMeter } from './start';
import { spokenText, statusText } from './status-text';
import { sensorsPage, tooltipText, type PowerView } from './tooltip';

/** Between the branch and the problems: the power belongs to the machine, not to the file. */
const PRIORITY = -1;

/** Activation comes first; probing sensors can wait a moment. */
const START_DELAY_MS = 1500;

export class PowerItem implements Disposable {
  readonly #disposables = new Disposables();
  readonly #item: StatusBarItem;
  #running: RunningMeter | undefined;
  #starting: NodeJS.Timeout | undefined;
  /** Grows with every start and stop, so that a start that was overtaken is dropped. */
  #generation = 0;
  #runs = 0;
  /** What the machine draws when nothing trains. */
  readonly idle = new IdleBaseline();

  /** `intensity` is that of the region chosen for this window. */
  constructor(
    private readonly intensity: () => Intensity | undefined,
    private readonly pages: Pages,
    private readonly log: Log,
  ) {
    this.#item = this.#disposables.add(
      window.createStatusBarItem('carbonHints.power', StatusBarAlignment.Left, PRIORITY),
    );
    this.#item.name = 'Carbon Hints: Power';
    this.#item.command = 'carbonHints.showPowerSources';
    this.#disposables.add(window.onDidChangeWindowState(() => this.#attend()));
    this.#disposables.add(
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('carbonHints.power') && this.#restart()),
    );
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#restart()));
    this.#restart();
  }

  /** Undefined while power is switched off or has not started. */
  get meter(): Meter | undefined {
    return this.#running?.meter;
  }

  /** Takes a reading of a plug meter. */
  async calibrate(): Promise<void> {
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

  /** What the item shows, for tests. */
  get shown(): { readonly text: string; readonly tooltip: string; readonly spoken: string } {
    const { text, tooltip, accessibilityInformation } = this.#item;
    const words = tooltip instanceof MarkdownString ? tooltip.value : (tooltip ?? '');
    return { text, tooltip: words, spoken: accessibilityInformation?.label ?? '' };
  }

  async showSensors(): Promise<void> {
    const view = this.#view();
    const text = view
      ? sensorsPage(view)
      : '# Power sensors\n\nLive power is switched off (`carbonHints.power.enabled`).';
    await this.pages.showText('Carbon Hints: power sensors', text);
  }

  /** Shows what the meter says now; called when the region changes, too. */
  refresh(): void {
    const view = this.#view();
    if (!view) return;
    const { reading } = view;
    // While nobody uses the window nothing is read; the last number stays, and its age is in the tooltip.
    if (reading.state === 'paused') return;
    const { budgetWatts } = powerSettings();
    const isOver = budgetWatts !== undefined && reading.total !== null && reading.total.typical > budgetWatts;
    this.#item.text = statusText(reading);
    this.#item.tooltip = markdown(tooltipText(view));
    this.#item.backgroundColor = isOver ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    const budget = isOver ? `, above the budget of ${budgetWatts} watts` : '';
    this.#item.accessibilityInformation = { label: spokenText(reading) + budget, role: 'button' };
  }

  dispose(): void {
    this.#stop();
    this.#disposables.dispose();
  }

  #view(): PowerView | undefined {
    const intensity = this.intensity();
    const { meter } = this;
    if (!meter || !intensity) return undefined;
    const place = env.remoteName === undefined ? 'local' : 'remote';
    return { reading: meter.snapshot(), sources: meter.describe(), intensity, place };
  }

  #stop(): void {
    this.#generation += 1;
    clearTimeout(this.#starting);
    this.#running?.dispose();
    this.#running = undefined;
  }

  #restart(): void {
    this.#stop();
    if (!powerSettings().enabled) return this.#item.hide();
    this.#item.text = statusText({ total: null, quality: 'unknown', isLowerBound: false });
    this.#item.show();
    const generation = this.#generation;
    this.#starting = setTimeout(() => void this.#start(generation), START_DELAY_MS);
  }

  async #start(generation: number): Promise<void> {
    try {
      const running = await startMeter(powerSettings().intervalSeconds, this.log);
      if (generation !== this.#generation) {
        running.dispose();
        return;
      }
      this.#running = running;
      running.meter.onReading((reading) => {
        this.idle.add(reading);
        this.refresh();
      });
      this.#attend();
      this.refresh();
    } catch (error) {
      this.log.error('power is not available', error);
    }
  }

  #attend(): void {
    const { focused, active } = window.state;
    this.meter?.setNeed(needFor({ focused, active, runs: this.#runs }));
  }
}
