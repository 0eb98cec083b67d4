/** Answers what one program asks about names of other files, from their models. */
import type { Expr } from '../../syntax/ast';
import { isBuiltOn } from '../callback-classes';
import { nodeDefault } from '../configuration/node-defaults';
import type { KeptParameter } from '../kept-arguments';
import type { Model } from '../model';
import { optionDefault } from '../option-default';
import { returnedBy } from '../returns';
import { join } from '../value-algebra';
import { UNKNOWN, type PyValue, type Value } from '../values';
import { importedThing } from './describe';
import type { Imported } from './imported';
import { NO_LINKS, type ImportLinks } from './links';
import { externalBases, keptBy, memberValue } from './members';
import type { Found, Place, WorkspaceModules } from './workspace';

export function linksOf(path: string, workspace: WorkspaceModules | undefined): ImportLinks {
  return workspace && !workspace.isEmpty ? new ProgramLinks(path, workspace) : NO_LINKS;
}

class ProgramLinks implements ImportLinks {
  readonly #path: string;
  readonly #workspace: WorkspaceModules;
  readonly #found = new Map<string, Found | undefined>();
  readonly #libraries = new Map<string, string | undefined>();
  readonly #things = new Map<string, Imported | undefined>();
  /** Names whose value is being worked out: files may ask each other in a circle. */
  readonly #open = new Set<string>();

  constructor(path: string, workspace: WorkspaceModules) {
    this.#path = path;
    this.#workspace = workspace;
  }

  #find(dotted: string): Found | undefined {
    if (!this.#found.has(dotted)) this.#found.set(dotted, this.#workspace.find(this.#path, dotted));
    return this.#found.get(dotted);
  }

  place(dotted: string): Place | undefined {
    const found = this.#find(dotted);
    return found && 'model' in found ? found : undefined;
  }

  libraryName(dotted: string): string | undefined {
    if (!this.#libraries.has(dotted)) this.#libraries.set(dotted, this.#workspace.libraryName(this.#path, dotted));
    return this.#libraries.get(dotted);
  }

  starGives(module: string, name: string): boolean | undefined {
    if (this.#workspace.textOf(this.#path, module) === undefined) return undefined;
    return this.#find(`${module}.${name}`) !== undefined;
  }

  basesOf(dotted: string): readonly string[] {
    const place = this.place(dotted);
    return place?.definition?.kind === 'class' && place.rest.length === 0
      ? externalBases(place.model, place.definition)
      : [];
  }

  value(dotted: string, key?: string): Value {
    const place = this.place(dotted);
    if (!place || this.#open.has(dotted)) return UNKNOWN;
    this.#open.add(dotted);
    const value = placeValue(place, key);
    this.#open.delete(dotted);
    return withoutNodes(value);
  }

  parses(dotted: string): boolean {
    const place = this.place(dotted.replace(/\(\)$/, ''));
    if (!place?.definition) return false;
    const { definition, model, rest } = place;
    if (definition.kind === 'function') return PARSE.test(model.program.text.slice(definition.start, definition.end));
    // `TrainOptions().parse()`, where a base class in another file may do the work.
    if (!/pars|args|opt/i.test(rest.at(-1) ?? '')) return false;
    return [model, ...this.#importedBy(model)].some(({ program }) => program.mentions('parse_args'));
  }

  option(dotted: string, option: string): Value {
    const place = this.place(dotted.replace(/\(\)$/, ''));
    if (!place) return UNKNOWN;
    const models = [place.model, ...this.#importedBy(place.model)];
    for (const model of models) {
      const found = optionDefault(model.program, option, { value: (expression) => model.value(expression) });
      if (found) return withoutNodes(found);
    }
    return UNKNOWN;
  }

  #importedBy(model: Model): readonly Model[] {
    return model.program.imports.flatMap((one) => {
      const names = one.kind === 'import' ? one.names.map(({ name }) => name) : ['.'.repeat(one.level) + one.module];
      return names.flatMap((name) => this.#workspace.moduleOf(model.document.path, name) ?? []);
    });
  }

  callbacks(dotted: string): { readonly complete: boolean; readonly stops: boolean } | undefined {
    const place = this.place(dotted.replace(/\(\)$/, ''));
    if (!place) return undefined;
    const { model, definition } = place;
    if (definition?.kind === 'class') return { complete: true, stops: isBuiltOn(model, definition) };
    const values: readonly Expr[] =
      definition?.kind === 'function' ? returnedBy(definition) : place.bindings.flatMap((one) => one.value ?? []);
    if (values.length === 0) return undefined;
    const facts = values.map((value) => model.callbacks(value));
    return { complete: facts.every((one) => one.complete), stops: facts.some((one) => one.stops) };
  }

  setting(dotted: string, names: readonly string[]): Value {
    const model = this.place(dotted.replace(/\(\)$/, ''))?.model;
    if (!model || this.#open.has(dotted)) return UNKNOWN;
    this.#open.add(dotted);
    const value = nodeDefault(model.program, names, (expression) => model.value(expression));
    this.#open.delete(dotted);
    const via = `${value.via ?? names.join('.')} in ${model.document.path}`;
    return value.certainty === 'unknown' ? UNKNOWN : withoutNodes({ ...value, via });
  }

  kept(dotted: string): KeptParameter | undefined {
    const place = this.place(dotted);
    const [name, ...others] = place?.rest.filter((one) => one !== '()') ?? [];
    if (place?.definition?.kind !== 'class' || name === undefined || others.length > 0) return undefined;
    return keptBy(place.model, place.definition, name);
  }

  imported(dotted: string): Imported | undefined {
    const name = dotted.replace(/\(\)$/, '');
    if (!this.#things.has(name)) {
      this.#things.set(name, undefined);
      const place = this.place(name);
      this.#things.set(name, place && importedThing(place, (key) => withoutNodes(placeValue(place, key))));
    }
    return this.#things.get(name);
  }
}

const PARSE = /\.parse_(known_)?args\(/;

/** The value at a place: of a constant, of a member of the object or class there, or of what a function returns. */
function placeValue(place: Place, key: string | undefined): Value {
  const { model, bindings, definition, rest } = place;
  if (definition?.kind === 'function') {
    const returned = rest[0] === '()' ? returnedBy(definition) : [];
    if (returned.length === 0) return UNKNOWN;
    return join(returned.map((value) => expressionValue(model, value, rest.slice(1), key)));
  }
  if (definition?.kind === 'class')
    return memberValue(
      model,
      definition,
      rest.filter((one) => one !== '()'),
    );
  const values = bindings.map((one) =>
    one.value && one.path.length === 0 && one.kind === 'assign'
      ? expressionValue(model, one.value, rest, key)
      : UNKNOWN,
  );
  return bindings.some(({ node }) => isConditional(node)) ? join(values) : (values.at(-1) ?? UNKNOWN);
}

const isConditional = (node: { readonly parent: { readonly kind: string } | null }): boolean =>
  node.parent?.kind !== 'module';

function expressionValue(model: Model, value: Expr, rest: readonly string[], key: string | undefined): Value {
  if (rest.length > 0) {
    const owner = model.origins(value).find((one) => one.kind === 'instance' || one.kind === 'class');
    if (owner?.kind === 'instance') return memberValue(model, owner.of, rest, owner.call);
    return owner?.kind === 'class' ? memberValue(model, owner.definition, rest) : UNKNOWN;
  }
  const whole = model.value(value);
  if (key === undefined) return whole;
  const only = whole.alternatives.length === 1 ? whole.alternatives[0] : undefined;
  const entry = only?.type === 'dict' ? only.entries.get(key) : undefined;
  return entry ? model.value(entry) : UNKNOWN;
}

/** Lengths and plain values only: what is inside a sequence or a dictionary is code of the other file. */
function withoutNodes(value: Value): Value {
  if (value.alternatives.some((one) => one.type === 'object')) return UNKNOWN;
  return { ...value, source: null, alternatives: value.alternatives.map(bare) };
}

function bare(one: PyValue): PyValue {
  if (one.type === 'sequence') return { ...one, items: null };
  return one.type === 'dict' ? { ...one, entries: new Map(), complete: one.complete && one.entries.size === 0 } : one;
}
