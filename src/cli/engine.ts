/** Loads the engine on first need, so that a scan without candidates never touches the parser. */
import type { Engine } from '../core/engine-types';
import { readGrammar } from './assets';

export class LazyEngine {
  #loading: Promise<Engine> | undefined;

  get(): Promise<Engine> {
    this.#loading ??= import('../core/engine').then(({ createEngine }) =>
      createEngine({ ...readGrammar(), now: () => performance.now() }),
    );
    return this.#loading;
  }

  async dispose(): Promise<void> {
    (await this.#loading)?.dispose();
  }
}
