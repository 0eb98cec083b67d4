/** The status bar entry itself: changed only where something shown is different, so that nothing flickers. */
import { MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable, type StatusBarItem } from 'vscode';
import { markdown } from '../markdown';

export interface Shown {
  readonly text: string;
  readonly spoken: string;
  readonly isOver: boolean;
}

/** Between the branch and the problems: the power belongs to the machine, not to the file. */
const PRIORITY = -1;
/** A tooltip that is being read is not replaced under the eyes every second. */
const TOOLTIP_EVERY_MS = 5000;

export class PowerFace implements Disposable {
  readonly #item: StatusBarItem;
  #shown: Shown | undefined;
  #tooltipAt = Number.NEGATIVE_INFINITY;
  #changes = 0;

  constructor() {
    this.#item = window.createStatusBarItem('carbonHints.power', StatusBarAlignment.Left, PRIORITY);
    this.#item.name = 'Carbon Hints: Power';
    this.#item.command = 'carbonHints.openDashboard';
  }

  /** `tooltip` is asked only when it is time for a new one. */
  paint(shown: Shown, tooltip: () => string): void {
    const before = this.#shown;
    if (before?.text !== shown.text) this.#set(() => (this.#item.text = shown.text));
    if (before?.spoken !== shown.spoken) {
      this.#set(() => (this.#item.accessibilityInformation = { label: shown.spoken, role: 'button' }));
    }
    if (before?.isOver !== shown.isOver) {
      const color = shown.isOver ? new ThemeColor('statusBarItem.warningBackground') : undefined;
      this.#set(() => (this.#item.backgroundColor = color));
    }
    this.#shown = shown;
    const now = performance.now();
    const isDue = before?.isOver !== shown.isOver || now - this.#tooltipAt >= TOOLTIP_EVERY_MS;
    if (!isDue) return;
    this.#tooltipAt = now;
    const text = tooltip();
    if (this.tooltip !== text) this.#set(() => (this.#item.tooltip = markdown(text)));
  }

  /** Before anything is known. */
  reset(text: string): void {
    this.#shown = undefined;
    this.#tooltipAt = Number.NEGATIVE_INFINITY;
    this.#item.text = text;
    this.#item.tooltip = undefined;
    this.#item.backgroundColor = undefined;
    this.#item.accessibilityInformation = { label: 'Power: the sensors are being looked for', role: 'button' };
    this.#item.show();
  }

  hide(): void {
    this.#item.hide();
  }

  get text(): string {
    return this.#item.text;
  }

  get tooltip(): string {
    const { tooltip } = this.#item;
    return tooltip instanceof MarkdownString ? tooltip.value : (tooltip ?? '');
  }

  get spoken(): string {
    return this.#item.accessibilityInformation?.label ?? '';
  }

  /** How often the editor was told of a change, for tests. */
  get changes(): number {
    return this.#changes;
  }

  dispose(): void {
    this.#item.dispose();
  }

  #set(change: () => unknown): void {
    this.#changes += 1;
    change();
  }
}
