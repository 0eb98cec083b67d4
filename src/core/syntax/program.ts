/** One parsed module as plain data: the tree, and indexes over it that the model looks facts up in. */
import type { Span } from '../text/span';
import type { Attribute, Call, ClassDef, FunctionDef, Import, ImportFrom, Loop, Module, Name, Node, With } from './ast';

export interface Program {
  readonly text: string;
  readonly module: Module;
  /** Spans of `#` comments, in order. */
  readonly comments: readonly Span[];
  /** The comments inside a node, or around one that the reader holds. */
  commentsIn(span: Span): readonly Span[];
  /** Regions that did not parse. Nothing inside them is reported. */
  readonly broken: readonly Span[];
  /** True when the identifier (a name, attribute, keyword or module part) occurs anywhere in the code. */
  mentions(identifier: string): boolean;
  /** Where a word or pattern first occurs in the text, comments included; undefined when nowhere. Patterns without `g` and `y`. */
  first(word: string | RegExp): Span | undefined;
  /** Calls whose callee ends in `name`: `GridSearchCV(...)` and `ms.GridSearchCV(...)` for `GridSearchCV`. */
  calls(name: string): readonly Call[];
  /** Those inside a node that the reader holds: a change of other statements is no change to them. */
  callsIn(scope: Node, name: string): readonly Call[];
  /** The names under which anything is called, for finding calls by a pattern. */
  calledNames(): Iterable<string>;
  /** All occurrences of a bare name. */
  names(id: string): readonly Name[];
  /** All `x.attr` for an attribute name. */
  attributes(attr: string): readonly Attribute[];
  readonly imports: readonly (Import | ImportFrom)[];
  readonly functions: readonly FunctionDef[];
  readonly classes: readonly ClassDef[];
  readonly loops: readonly Loop[];
  readonly withs: readonly With[];
}
