/** The one output channel. Invariant: source text never goes into it. */
import { window, type Disposable, type LogOutputChannel } from 'vscode';

export class Log implements Disposable {
  readonly #channel: LogOutputChannel = window.createOutputChannel('Carbon Hints', { log: true });
  readonly #said = new Set<string>();

  info(message: string): void {
    this.#channel.info(message);
  }

  debug(message: string): void {
    this.#channel.debug(message);
  }

  /** Warns the first time only, so that a rule that throws on every key press is named once. */
  warnOnce(message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.#channel.warn(message);
  }

  error(what: string, error: unknown): void {
    this.#channel.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  show(): void {
    this.#channel.show(true);
  }

  /** Lines said through `warnOnce`, for tests. */
  get warnings(): readonly string[] {
    return [...this.#said];
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
