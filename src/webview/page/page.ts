/** What the sections share: the way to the extension, and what is kept across a reload. */
import { FIRST_QUERY, isSavedState, type FromPage, type Query, type SavedState } from '../messages';

interface Editor {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: SavedState): void;
}

type Command = Extract<FromPage, { readonly type: 'command' }>['command'];

export class Page {
  #state: SavedState;
  readonly #listeners: (() => void)[] = [];

  constructor(private readonly editor: Editor) {
    const saved = editor.getState();
    this.#state = isSavedState(saved) ? saved : { query: FIRST_QUERY, tables: false };
  }

  get query(): Query {
    return this.#state.query;
  }

  get showsTables(): boolean {
    return this.#state.tables;
  }

  ask(query: Query): void {
    this.#keep({ ...this.#state, query });
    this.send({ type: 'query', query });
  }

  toggleTables(): void {
    this.#keep({ ...this.#state, tables: !this.#state.tables });
    for (const listener of this.#listeners) listener();
  }

  /** Called when tables take the place of charts, or the other way round. */
  onTables(listener: () => void): void {
    this.#listeners.push(listener);
  }

  run(command: Command): void {
    this.send({ type: 'command', command });
  }

  send(message: FromPage): void {
    this.editor.postMessage(message);
  }

  #keep(state: SavedState): void {
    this.#state = state;
    this.editor.setState(state);
  }
}
