/** What the code that builds a network works with: numbers, lists, classes, modules, weights and the shapes of tensors. */
import type { ClassDef, FunctionDef, Lambda } from '../../syntax/ast';
import type { Model } from '../model';

/** A count of which only bounds may be known. */
export interface Amount {
  readonly least: number;
  readonly most: number;
}

/** A value that cannot be told; of a number the bounds may be known. */
export interface Unknown extends Amount {
  readonly is: 'unknown';
}

/** A list, tuple or set; `exact` false once something may have been put in or taken out that was not seen. */
export interface List {
  readonly is: 'list';
  readonly items: Thing[];
  exact: boolean;
}

export type Key = string | number | boolean | null;

export interface Dict {
  readonly is: 'dict';
  readonly entries: Map<Key, Thing>;
  exact: boolean;
}

export interface Class {
  readonly is: 'class';
  readonly definition: ClassDef;
  readonly frame: Frame;
}

export interface Closure {
  readonly is: 'function';
  readonly definition: FunctionDef | Lambda;
  readonly frame: Frame;
  /** The object that a method is bound to. */
  readonly self: Thing | undefined;
  /** The class that defines a method, for `super()`. */
  readonly owner: Class | undefined;
}

/** A class or function of a library, or a method of a value, by name; `given` was bound by `partial`. */
export interface Library {
  readonly is: 'library';
  readonly name: string;
  readonly self?: Thing;
  readonly given?: Given;
}

/** An object: of a class of the project, of a layer of a library, or of a class of the project that is such a layer. */
export interface Instance {
  readonly is: 'instance';
  readonly of: Class | null;
  /** `torch.nn.Linear`; null for a plain object. */
  library: string | null;
  readonly attrs: Map<string, Thing>;
  /** False once something may have been changed that was not seen. */
  exact: boolean;
  /** The settings of a library class, by the names of its parameters. */
  readonly config: Map<string, Thing>;
}

/** A tensor that is trained. */
export interface Parameter {
  readonly is: 'parameter';
  readonly size: Amount;
  /** Looked up and not multiplied: a table of vectors. */
  readonly isTable: boolean;
  /** Of a tensor that the code itself makes a weight. */
  readonly shape?: Tensor['shape'];
}

export interface Tensor {
  readonly is: 'tensor';
  /** Null for an unknown size; the whole null when not even the dimensions are known. */
  readonly shape: readonly (number | null)[] | null;
  /** The layer that gives it, null for a plain function, and what goes into that. */
  readonly from?: Source;
}

export interface Source {
  readonly layer: Instance | null;
  readonly inputs: readonly Tensor[];
  /** Multiply-accumulates for a batch of `BATCH`. */
  readonly work: Amount;
}

/** Samples that go through a network to see what it does with them: more than one, for a side of one may be dropped. */
export const BATCH = 2;

export type Thing =
  number | string | boolean | null | Unknown | List | Dict | Class | Closure | Library | Instance | Parameter | Tensor;

export interface Given {
  readonly plain: readonly Thing[];
  readonly named: ReadonlyMap<string, Thing>;
  /** False when unknown arguments may be among them. */
  readonly complete: boolean;
}

/** The names that a piece of code sees: its own, those of the functions around it, and those of its file. */
export interface Frame {
  readonly file: Model;
  /** Undefined at the level of the file, whose names the model knows. */
  readonly names: Map<string, Thing> | undefined;
  readonly outer: Frame | undefined;
  readonly self?: Thing | undefined;
  readonly owner?: Class | undefined;
}

export const UNKNOWN_THING: Unknown = { is: 'unknown', least: 0, most: Infinity };

export const NOTHING_GIVEN: Given = { plain: [], named: new Map(), complete: true };

export const exactly = (count: number): Amount => ({ least: count, most: count });

/** A list that is as exact as what it comes from. */
export const listOf = (items: Thing[], from: { readonly exact: boolean } = { exact: true }): List => ({
  is: 'list',
  items,
  exact: from.exact,
});

export const instanceOf = (library: string | null, of: Class | null = null): Instance => ({
  is: 'instance',
  of,
  library,
  attrs: new Map(),
  exact: true,
  config: new Map(),
});

export const tensorOf = (shape: Tensor['shape'], from?: Tensor['from']): Tensor =>
  from ? { is: 'tensor', shape, from } : { is: 'tensor', shape };

export function between({ least, most }: Amount): Thing {
  return least === most ? least : { is: 'unknown', least, most };
}

type Kinds = { [K in Exclude<Thing, number | string | boolean | null> as K['is']]: K };

/** The thing when it is of a kind. */
export function asKind<K extends keyof Kinds>(thing: Thing | undefined, kind: K): Kinds[K] | undefined {
  return typeof thing === 'object' && thing !== null && thing.is === kind ? (thing as Kinds[K]) : undefined;
}

export const isKey = (thing: Thing | undefined): thing is Key =>
  thing === null || /^(string|number|boolean)$/.test(typeof thing);

/** The bounds of a number; undefined for what is none. */
export function amountOf(thing: Thing | undefined): Amount | undefined {
  if (typeof thing === 'number') return exactly(thing);
  return asKind(thing, 'unknown');
}

/** A truth value; undefined when it cannot be told. */
export function truthOf(thing: Thing): boolean | undefined {
  if (typeof thing !== 'object') return Boolean(thing);
  if (thing === null) return false;
  switch (thing.is) {
    case 'unknown':
      return thing.least > 0 ? true : undefined;
    case 'list':
      return thing.items.length > 0 ? true : thing.exact ? false : undefined;
    case 'dict':
      return thing.entries.size > 0 ? true : thing.exact ? false : undefined;
    case 'tensor':
      return undefined;
    default:
      return true;
  }
}
