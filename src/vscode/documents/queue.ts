/** When to analyse what: trailing debounce while typing, visible editors first, one analysis per turn of the event loop. */
import type { Disposable } from 'vscode';

/** Long enough to swallow a burst of typing, short enough to feel immediate. */
const DEBOUNCE_MS = 200;

export class AnalysisQueue implements Disposable {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #due = new Set<string>();
  #draining: NodeJS.Immediate | undefined;
  #idlers: (() => void)[] = [];

  /** `isVisible` decides the order; `run` must not throw. */
  constructor(
    private readonly isVisible: (key: string) => boolean,
    private readonly run: (key: string) => void,
  ) {}

  soon(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => this.now(key), DEBOUNCE_MS),
    );
  }

  now(key: string): void {
    this.#forgetTimer(key);
    this.#due.add(key);
    this.#draining ??= setImmediate(() => this.#drain());
  }

  cancel(key: string): void {
    this.#forgetTimer(key);
    this.#due.delete(key);
    this.#settle();
  }

  isWaiting(key: string): boolean {
    return this.#timers.has(key) || this.#due.has(key);
  }

  get isIdle(): boolean {
    return this.#timers.size === 0 && this.#due.size === 0;
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    clearImmediate(this.#draining);
    this.#timers.clear();
    this.#due.clear();
    this.#settle();
  }

  #drain(): void {
    this.#draining = undefined;
    const next = [...this.#due].find((key) => this.isVisible(key)) ?? [...this.#due][0];
    if (next !== undefined) {
      this.#due.delete(next);
      this.run(next);
    }
    if (this.#due.size > 0) this.#draining ??= setImmediate(() => this.#drain());
    this.#settle();
  }

  #forgetTimer(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  #settle(): void {
    if (!this.isIdle) return;
    const idlers = this.#idlers;
    this.#idlers = [];
    for (const resolve of idlers) resolve();
  }
}
