/** Loads the engine and its two WebAssembly files on first need, and never before. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from 'vscode';
import type { Engine } from '../core/engine-types';
import { lazyYaml } from '../host/lazy-yaml';
import type { EngineSource } from './documents/analyser';
import { loadCore } from './lazy/load';

export class EngineLoader implements EngineSource, Disposable {
  #engine: Engine | undefined;
  #loading: Promise<Engine> | undefined;
  #disposed = false;
  /** Milliseconds it took to load; undefined while it is not. */
  duration: number | undefined;

  /** `folder` holds the `.wasm` files. */
  constructor(private readonly folder: string) {}

  get ready(): Engine | undefined {
    return this.#engine;
  }

  load(): Promise<Engine> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  dispose(): void {
    this.#disposed = true;
    this.#engine?.dispose();
    this.#engine = undefined;
  }

  async #load(): Promise<Engine> {
    const started = performance.now();
    const [{ createEngine }, runtime, grammar] = await Promise.all([
      loadCore(),
      readFile(join(this.folder, 'web-tree-sitter.wasm')),
      readFile(join(this.folder, 'tree-sitter-python.wasm')),
    ]);
    const engine = await createEngine({
      runtime,
      grammar,
      now: () => performance.now(),
      readYaml: lazyYaml(join(this.folder, 'yaml.js')),
    });
    if (this.#disposed) engine.dispose();
    else this.#engine = engine;
    this.duration = performance.now() - started;
    return engine;
  }
}
