/** What a scan needs from outside, put together for one command: engine, configuration, estimates' context, files beside. */
import { dirname } from 'node:path';
import type { Engine, Source } from '../core/engine-types';
import type { History } from '../core/estimate/types';
import type { ConfigurationFile } from '../core/model/model';
import { sweepProgram } from '../core/model/search/sweep-yaml';
import { lazyYaml } from '../host/lazy-yaml';
import { readGrammar, yamlReaderPath } from './assets';
import type { Contexts } from './contexts';
import type { Input } from './files/input';
import { ImportedModules } from './files/imported-modules';
import { scriptBeside, Surroundings } from './files/surroundings';
import type { Loaded } from './scan/load';
import type { Around, Configuration, ScanFile } from './scan/scan';
import type { Settings } from './settings';

/** The parser and the tables are loaded on first need, so that a scan without candidates never touches them. */
export class Workplace implements Around {
  readonly #surroundings = new Surroundings();
  readonly #modules = new ImportedModules();
  #engine: Promise<Engine> | undefined;
  #contexts: Promise<Contexts> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly input: Pick<Input, 'load'>,
    /** Measured runs that estimates count in. */
    private readonly history: History | null = null,
  ) {}

  load(file: ScanFile): Promise<Loaded> {
    return this.input.load(file);
  }

  engine(): Promise<Engine> {
    this.#engine ??= import('../core/engine').then(({ createEngine }) =>
      createEngine({ ...readGrammar(), now: () => performance.now(), readYaml: lazyYaml(yamlReaderPath()) }),
    );
    return this.#engine;
  }

  async configuration(file: ScanFile): Promise<Configuration> {
    this.#contexts ??= import('./contexts').then((module) => new module.Contexts());
    const config = this.settings.of(file.path);
    const { context, problems } = (await this.#contexts).for(config);
    this.settings.report(file.path, problems);
    return { config, context: this.history === null ? context : { ...context, history: this.history } };
  }

  beside(file: ScanFile, source: Source): readonly ConfigurationFile[] {
    const around = this.#surroundings.of(dirname(file.path), file.root);
    const isSweep = source.kind === 'module' && source.language === 'yaml';
    const program = isSweep ? sweepProgram(source.text) : undefined;
    const script = program === undefined ? undefined : scriptBeside(file.path, program, file.root);
    return script ? [script, ...around] : around;
  }

  imported({ inProject, root }: ScanFile, source: Source): readonly ConfigurationFile[] {
    return this.#modules.of(root, inProject, source);
  }

  async dispose(): Promise<void> {
    (await this.#engine)?.dispose();
  }
}
