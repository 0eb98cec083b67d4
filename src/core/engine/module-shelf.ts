/** Keeps the parsed files around the open documents; the same text is parsed once, whoever imports it. */
import { createWorkspace } from '../model/build';
import type { ModuleFile } from '../model/imports/paths';
import type { WorkspaceModules } from '../model/imports/workspace';
import type { Program } from '../syntax/program';
import type { SyntaxSession } from '../syntax/session';
import { limitCalls } from './limit-calls';

/** Enough for the files around a handful of documents. */
const MOST_PROGRAMS = 64;

/** Invariant: a program stays plain data after its tree was deleted, which happens at once. */
export class ModuleShelf {
  readonly #session: SyntaxSession;
  /** By text, the one used last at the end. */
  readonly #programs = new Map<string, Shelved>();
  /** As long as the list of files stays the same, so do their models. */
  readonly #workspaces = new WeakMap<readonly ModuleFile[], WorkspaceModules>();

  constructor(session: SyntaxSession) {
    this.#session = session;
  }

  workspaceOf(files: readonly ModuleFile[] | undefined): WorkspaceModules | undefined {
    if (!files || files.length === 0) return undefined;
    let workspace = this.#workspaces.get(files);
    if (!workspace) {
      workspace = createWorkspace(files, (text, path) => this.#programOf(text, path));
      this.#workspaces.set(files, workspace);
    }
    return workspace;
  }

  #programOf(text: string, path: string): Program {
    const program = this.#programs.get(text)?.program ?? this.#parse(text, path);
    this.#programs.delete(text);
    this.#programs.set(text, { path, program });
    const [oldest] = this.#programs.keys();
    if (this.#programs.size > MOST_PROGRAMS && oldest !== undefined) this.#programs.delete(oldest);
    return program;
  }

  #parse(text: string, path: string): Program {
    this.#forget(path);
    const document = this.#session.open(text);
    const { program } = limitCalls(document.program);
    document.dispose();
    return program;
  }
  /** What a file said before it was saved with another text is not asked for again. */
  #forget(path: string): void {
    for (const [text, shelved] of this.#programs) if (shelved.path === path) this.#programs.delete(text);
  }
}

interface Shelved {
  /** Of the file that it was last asked for. */
  readonly path: string;
  readonly program: Program;
}
