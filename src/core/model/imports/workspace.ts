/** The Python files around a program: each is parsed when a name in it is first asked for, and has a model of its own. */
import type { Binding, ClassDef, FunctionDef } from '../../syntax/ast';
import { canonical } from '../canonical';
import { withoutGlobals } from '../find-scope';
import type { Model } from '../model';
import { isLibrary, modulePlaces, type ModuleFile } from './paths';

/** A name of another file: what binds it there, and what is asked of it beyond (`Settings().epochs`). */
export interface Place {
  readonly model: Model;
  readonly bindings: readonly Binding[];
  readonly definition: FunctionDef | ClassDef | undefined;
  /** Attributes behind the name; the parentheses of a call stay: `['()', 'epochs']`. */
  readonly rest: readonly string[];
}

export type Found = Place | { readonly library: string };

/** Files that hand a name on to one another. */
const MAX_HOPS = 6;

/** How a name was followed so far: files that import everything from one another are looked at once each. */
interface Way {
  readonly hops: number;
  readonly seen: Set<string>;
}

const further = ({ hops, seen }: Way): Way => ({ hops: hops + 1, seen });

/**
 * Invariant: nodes of these programs stay in this folder, in `networks` and in the search for data (`workloads/elsewhere.ts`); the offsets in
 * them mean nothing in the analysed text.
 */
export class WorkspaceModules {
  readonly #files: ReadonlyMap<string, ModuleFile>;
  readonly #make: (file: ModuleFile, workspace: WorkspaceModules) => Model;
  readonly #models = new Map<string, Model>();

  constructor(files: readonly ModuleFile[], make: (file: ModuleFile, workspace: WorkspaceModules) => Model) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#make = make;
  }

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** The text of a module, without parsing it. */
  textOf(from: string, dotted: string): string | undefined {
    return this.#fileOf(from, dotted)?.text;
  }

  moduleOf(from: string, dotted: string): Model | undefined {
    const file = this.#fileOf(from, dotted);
    return file && this.#modelOf(file);
  }

  /**
   * The library object that a dotted name stands for where a file hands it on. Most names are defined in the file that they are
   * imported from, which its text shows, so that it need not be parsed.
   */
  libraryName(from: string, dotted: string): string | undefined {
    const at = this.#fileFor(from, dotted);
    if (!at || !mayImport(at.file, (at.rest[0] ?? '').replace('()', ''))) return undefined;
    const found = this.find(from, dotted);
    return found && 'library' in found ? found.library : undefined;
  }

  /** What a dotted name that a file uses stands for; undefined when it leads out of the files that were read. */
  find(from: string, dotted: string, way: Way = { hops: 0, seen: new Set() }): Found | undefined {
    if (way.hops > MAX_HOPS) return undefined;
    const at = this.#fileFor(from, dotted);
    return at && this.#inside(at.file, at.rest, way);
  }

  /** The file that the longest part of a dotted name stands for, and what is behind that part. */
  #fileFor(from: string, dotted: string): { readonly file: ModuleFile; readonly rest: readonly string[] } | undefined {
    const dots = /^\.*/.exec(dotted)?.[0] ?? '';
    const parts = dotted.slice(dots.length).split('.');
    if (dots === '' && isLibrary(parts[0] ?? '')) return undefined;
    const last = parts.findIndex((part) => part.includes('('));
    for (let count = last === -1 ? parts.length - 1 : Math.min(last, parts.length - 1); count > 0; count -= 1) {
      const file = this.#fileOf(from, dots + parts.slice(0, count).join('.'));
      if (file) return { file, rest: parts.slice(count) };
    }
    return undefined;
  }

  #inside(file: ModuleFile, parts: readonly string[], way: Way): Found | undefined {
    const key = [file.path, ...parts].join(' ');
    if (way.seen.has(key)) return undefined;
    way.seen.add(key);
    const model = this.#modelOf(file);
    const [first = '', ...others] = parts;
    const name = first.replace('()', '');
    const rest = first.endsWith('()') ? ['()', ...others] : others;
    const bindings = withoutGlobals(model.program.module.scope.bindings(name));
    const imported = bindings.find((one) => one.imported !== null)?.imported;
    if (bindings.length === 0) return this.#starred(file, model, parts, further(way));
    if (imported) {
      const target = [imported + (rest[0] === '()' ? '()' : ''), ...rest.filter((part) => part !== '()')].join('.');
      return this.find(file.path, target, further(way)) ?? libraryAt(target);
    }
    const node = bindings.find((one) => one.node.kind === 'function' || one.node.kind === 'class')?.node;
    const definition = node?.kind === 'function' || node?.kind === 'class' ? node : undefined;
    return { model, bindings, definition, rest };
  }

  #starred(file: ModuleFile, model: Model, parts: readonly string[], way: Way): Found | undefined {
    for (const one of model.program.imports) {
      if (one.kind !== 'importfrom' || !one.star) continue;
      // A module that was not read gives nothing: to split its name otherwise would lead back to this file.
      const module = this.#fileOf(file.path, '.'.repeat(one.level) + one.module);
      const found = module && way.hops <= MAX_HOPS ? this.#inside(module, parts, way) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  #fileOf(from: string, dotted: string): ModuleFile | undefined {
    for (const place of modulePlaces(from, dotted)) {
      const file = this.#files.get(place);
      if (file) return file;
    }
    return this.#added(dotted);
  }

  /** A file that was found in a folder which the program adds to `sys.path`. */
  #added(dotted: string): ModuleFile | undefined {
    const added = [...this.#files.values()].filter(({ isAdded }) => isAdded);
    if (added.length === 0 || dotted.startsWith('.')) return undefined;
    const ends = modulePlaces('', dotted).map((place) => `/${place}`);
    return added.find(({ path }) => ends.some((end) => path.endsWith(end)));
  }

  #modelOf(file: ModuleFile): Model {
    let model = this.#models.get(file.path);
    if (!model) this.#models.set(file.path, (model = this.#make(file, this)));
    return model;
  }
}

/** The words of the import statements of a file; null where one imports everything. */
const IMPORTED = new WeakMap<ModuleFile, ReadonlySet<string> | null>();

/** Whether an import statement may bind a name; a star import may bind any. */
function mayImport(file: ModuleFile, name: string): boolean {
  let words = IMPORTED.get(file);
  if (words === undefined) IMPORTED.set(file, (words = importedWords(file.text)));
  return words === null || words.has(name);
}

/** What stands behind `import`, to the end of the brackets or of the line; statements may begin inside one another's comments. */
const IMPORT = /\bimport[\s\\]*(?=(\([^)#]*(?:#[^\n]*\n[^)#]*)*|(?:[^\n(\\]|\\\r?\n)*))/g;

function importedWords(text: string): ReadonlySet<string> | null {
  if (/\bimport[\s\\]*\*/.test(text)) return null;
  return new Set([...text.matchAll(IMPORT)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []));
}

/** A relative name, or one of a file that was not read, is no library. */
function libraryAt(name: string): Found | undefined {
  const top = name.split('.')[0] ?? '';
  return top === '' || modulePlaces('x.py', top).length > 0
    ? undefined
    : { library: canonical(name.replace(/\(\)$/, '')) };
}
