/** A bag of things to dispose together, last in first out. */
import type { Disposable } from 'vscode';

export class Disposables implements Disposable {
  readonly #items: { dispose(): unknown }[] = [];
  #disposed = false;

  /** Takes ownership; an item added after disposal is disposed at once. */
  add<T extends { dispose(): unknown }>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (let item = this.#items.pop(); item; item = this.#items.pop()) item.dispose();
  }
}
