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
  readonly #programs = new Map<string, Program>();
  /** As long as the list of files stays the same, so do their models. */
  readonly #workspaces = new WeakMap<readonly ModuleFile[], WorkspaceModules>();

  constructor(session: SyntaxSession) {
    this.#session = session;
  }

  workspaceOf(files: readonly ModuleFile[] | undefined): WorkspaceModules | undefined {
    if (!files || files.length === 0) return undefined;
    let workspace = this.#workspaces.get(files);
    if (!workspace) {
      workspace = createWorkspace(files, (text) => this.#programOf(text));
      this.#workspaces.set(files, workspace);
    }
    return workspace;
  }

  #programOf(text: string): Program {
    const program = this.#programs.get(text) ?? this.#parse(text);
    this.#programs.delete(text);
    this.#programs.set(text, program);
    const [oldest] = this.#programs.keys();
    if (this.#programs.size > MOST_PROGRAMS && oldest !== undefined) this.#programs.delete(oldest);
    return program;
  }

  #parse(text: string): Program {
    const document = this.#session.open(text);
    const { program } = limitCalls(document.program);
    document.dispose();
    return program;
  }
}
