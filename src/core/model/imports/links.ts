/** What the look-ups of one program may ask about names that it imports from files of the workspace. */
import { UNKNOWN, type Value } from '../values';
import type { KeptParameter } from '../kept-arguments';
import type { Imported } from './imported';
import type { Place } from './workspace';

/** Names are dotted as in an origin: `.utils.train`, `config.Settings().epochs`. */
export interface ImportLinks {
  /** The canonical name of the library object that a file of the workspace hands on under the name. */
  libraryName(dotted: string): string | undefined;
  /** Whether `from module import *` gives a name; undefined when the module was not read. */
  starGives(module: string, name: string): boolean | undefined;
  /** The external classes above an imported class. */
  basesOf(dotted: string): readonly string[];
  /** The value of an imported constant, or of an entry of an imported dictionary. */
  value(dotted: string, key?: string): Value;
  /** Whether a function or method of another file hands back a parsed command line. */
  parses(dotted: string): boolean;
  /** The default of an option of the command line that is parsed in the file which `dotted` comes from. */
  option(dotted: string, option: string): Value;
  /** What an imported list of callbacks, or a function that returns one, holds; undefined when it is neither. */
  callbacks(dotted: string): { readonly complete: boolean; readonly stops: boolean } | undefined;
  /** The default of `cfg.TRAIN.EPOCHS`, where `dotted` hands out a configuration of yacs. */
  setting(dotted: string, names: readonly string[]): Value;
  imported(dotted: string): Imported | undefined;
  /** The parameter of the constructor that `Settings().epochs` keeps; undefined where it keeps none. */
  kept(dotted: string): KeptParameter | undefined;
  /** Where the name is defined; only for code that gives plain facts on (`places.ts`). */
  place(dotted: string): Place | undefined;
}

/** For a program without files around it. */
export const NO_LINKS: ImportLinks = {
  libraryName: () => undefined,
  starGives: () => undefined,
  basesOf: () => [],
  value: () => UNKNOWN,
  parses: () => false,
  option: () => UNKNOWN,
  callbacks: () => undefined,
  setting: () => UNKNOWN,
  imported: () => undefined,
  kept: () => undefined,
  place: () => undefined,
};
