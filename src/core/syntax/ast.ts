/** The plain Python syntax tree that the model and the rules read; it knows nothing of tree-sitter. */
import type { Span } from '../text/span';

/**
 * Every node carries absolute UTF-16 offsets into the module text and a link to its parent.
 * Invariant: offsets are moved in place when text before the node changes, so never keep a node across an edit;
 * copy `spanOf(node)` instead.
 */
interface NodeBase extends Span {
  readonly parent: Node | null;
}

// ---------------------------------------------------------------------------------------------- expressions

export interface Name extends NodeBase {
  readonly kind: 'name';
  readonly id: string;
}
export interface Attribute extends NodeBase {
  readonly kind: 'attribute';
  readonly value: Expr;
  readonly attr: string;
}
/** One argument of a call or one base of a class. `name` is the keyword, or null for a positional argument. */
export interface Argument extends NodeBase {
  readonly kind: 'argument';
  readonly name: string | null;
  readonly star: '' | '*' | '**';
  readonly value: Expr;
}
export interface Call extends NodeBase {
  readonly kind: 'call';
  readonly func: Expr;
  readonly args: readonly Argument[];
}
export interface Subscript extends NodeBase {
  readonly kind: 'subscript';
  readonly value: Expr;
  readonly index: readonly Expr[];
}
/** Numbers, strings, True, False and None. `bytes` marks a bytes literal (its value is the source between the quotes). */
export interface Constant extends NodeBase {
  readonly kind: 'constant';
  readonly value: number | string | boolean | null;
  readonly bytes?: boolean;
}
/** An f-string; `parts` are the interpolated expressions only. */
export interface FString extends NodeBase {
  readonly kind: 'fstring';
  readonly parts: readonly Expr[];
}
export interface Sequence extends NodeBase {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly Expr[];
}
/** `key` is null for `**value`. */
export interface DictEntry {
  readonly key: Expr | null;
  readonly value: Expr;
}
export interface Dict extends NodeBase {
  readonly kind: 'dict';
  readonly entries: readonly DictEntry[];
}
export interface ComprehensionClause {
  readonly target: Expr;
  readonly iter: Expr;
  readonly conditions: readonly Expr[];
}
export interface Comprehension extends NodeBase {
  readonly kind: 'comprehension';
  readonly of: 'list' | 'set' | 'dict' | 'generator';
  /** For a dict comprehension the value; `key` holds its key. */
  readonly element: Expr;
  readonly key: Expr | null;
  readonly clauses: readonly ComprehensionClause[];
}
export interface Unary extends NodeBase {
  readonly kind: 'unary';
  readonly op: '-' | '+' | '~' | 'not';
  readonly operand: Expr;
}
export interface Binary extends NodeBase {
  readonly kind: 'binary';
  /** Arithmetic and bitwise operators, `@`, and the boolean operators `and` / `or`. */
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}
export interface Compare extends NodeBase {
  readonly kind: 'compare';
  readonly ops: readonly string[];
  readonly operands: readonly Expr[];
}
export interface Conditional extends NodeBase {
  readonly kind: 'conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}
export interface Lambda extends NodeBase {
  readonly kind: 'lambda';
  readonly params: readonly Param[];
  readonly body: Expr;
}
export interface Walrus extends NodeBase {
  readonly kind: 'walrus';
  readonly target: Name;
  readonly value: Expr;
}
/** `*x`, `**x`, `await x`, `yield x` and parts of a slice: expressions that only wrap others. */
export interface Wrapped extends NodeBase {
  readonly kind: 'starred' | 'await' | 'yield' | 'slice';
  readonly parts: readonly Expr[];
}
/** Anything the lowering does not know, or that did not parse. `parts` are the expressions found inside it. */
export interface Opaque extends NodeBase {
  readonly kind: 'opaque';
  readonly parts: readonly Expr[];
}

export type Expr =
  | Name
  | Attribute
  | Call
  | Subscript
  | Constant
  | FString
  | Sequence
  | Dict
  | Comprehension
  | Unary
  | Binary
  | Compare
  | Conditional
  | Lambda
  | Walrus
  | Wrapped
  | Opaque;

// ---------------------------------------------------------------------------------------------- statements

export interface Param extends NodeBase {
  readonly kind: 'param';
  readonly name: string;
  readonly star: '' | '*' | '**';
  readonly annotation: Expr | null;
  readonly default: Expr | null;
}
/** `a = b = value`, `a: T = value` and `a: T` (value null). */
export interface Assign extends NodeBase {
  readonly kind: 'assign';
  readonly targets: readonly Expr[];
  readonly value: Expr | null;
  readonly annotation: Expr | null;
}
export interface AugAssign extends NodeBase {
  readonly kind: 'augassign';
  readonly target: Expr;
  /** The operator without `=`, for example `+`. */
  readonly op: string;
  readonly value: Expr;
}
export interface ExprStmt extends NodeBase {
  readonly kind: 'exprstmt';
  readonly value: Expr;
}
export interface Return extends NodeBase {
  readonly kind: 'return';
  readonly value: Expr | null;
}
/** Statements whose only content is expressions: `raise a from b`, `assert a, b`, `del a`, `print a` (Python 2). */
export interface Simple extends NodeBase {
  readonly kind: 'raise' | 'assert' | 'delete' | 'print';
  readonly parts: readonly Expr[];
}
export interface Jump extends NodeBase {
  readonly kind: 'break' | 'continue' | 'pass';
}
export interface Global extends NodeBase {
  readonly kind: 'global' | 'nonlocal';
  readonly names: readonly string[];
}
/** An `elif` is an `If` that is the only statement of `orelse`, with `isElif` set. */
export interface If extends NodeBase {
  readonly kind: 'if';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
  readonly isElif: boolean;
}
export interface For extends NodeBase {
  readonly kind: 'for';
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface While extends NodeBase {
  readonly kind: 'while';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface WithItem {
  readonly context: Expr;
  readonly target: Expr | null;
}
export interface With extends NodeBase {
  readonly kind: 'with';
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
}
export interface ExceptHandler {
  readonly type: Expr | null;
  readonly name: string | null;
  readonly body: readonly Stmt[];
}
export interface Try extends NodeBase {
  readonly kind: 'try';
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}
export interface FunctionDef extends NodeBase {
  readonly kind: 'function';
  readonly name: string;
  readonly params: readonly Param[];
  readonly decorators: readonly Expr[];
  readonly body: readonly Stmt[];
  readonly scope: Scope;
}
export interface ClassDef extends NodeBase {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expr[];
  readonly body: readonly Stmt[];
  readonly scope: Scope;
  /** `self.x = ...` in any of its methods, by attribute name. */
  readonly selfBindings: ReadonlyMap<string, readonly Binding[]>;
}
export interface ImportedName {
  readonly name: string;
  readonly alias: string | null;
}
export interface Import extends NodeBase {
  readonly kind: 'import';
  readonly names: readonly ImportedName[];
}
/** `from ..module import a as b`; `level` counts the leading dots, `star` is `from m import *`. */
export interface ImportFrom extends NodeBase {
  readonly kind: 'importfrom';
  readonly module: string;
  readonly level: number;
  readonly names: readonly ImportedName[];
  readonly star: boolean;
}
export interface MatchCase {
  /** Names that the pattern binds when it matches. */
  readonly captures: readonly string[];
  readonly guard: Expr | null;
  readonly body: readonly Stmt[];
}
export interface Match extends NodeBase {
  readonly kind: 'match';
  readonly subject: Expr;
  readonly cases: readonly MatchCase[];
}
/** A region that did not parse; `body` holds the statements that could still be read inside it. */
export interface Broken extends NodeBase {
  readonly kind: 'broken';
  readonly parts: readonly Expr[];
  readonly body: readonly Stmt[];
}

export type Stmt =
  | Assign
  | AugAssign
  | ExprStmt
  | Return
  | Simple
  | Jump
  | Global
  | If
  | For
  | While
  | With
  | Try
  | FunctionDef
  | ClassDef
  | Import
  | ImportFrom
  | Match
  | Broken;

/** The root. `body` are the module's statements in order. */
export interface Module extends NodeBase {
  readonly kind: 'module';
  readonly body: readonly Stmt[];
  readonly scope: Scope;
}

export type Node = Module | Stmt | Expr | Argument | Param;
export type Loop = For | While;
export type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>;

// ---------------------------------------------------------------------------------------------- scopes

/** How a name gets its value at one place. */
export interface Binding {
  readonly name: string;
  readonly kind:
    | 'import'
    | 'assign'
    | 'augassign'
    | 'param'
    | 'function'
    | 'class'
    | 'for'
    | 'with'
    | 'except'
    | 'walrus'
    | 'comprehension'
    | 'match'
    | 'global';
  /** The statement (or parameter, or walrus) that binds. */
  readonly node: Node;
  /** The value assigned, the iterable of a loop, the context of a `with`, the default of a parameter. */
  readonly value: Expr | null;
  /** Indices to take from `value` when a tuple is unpacked: `a, (b, c) = v` gives `c` the path [1, 1]. */
  readonly path: readonly number[];
  /** For an import: the dotted external name it stands for, `.` prefixed when relative. */
  readonly imported: string | null;
}

/** Functions, classes and the module; comprehensions and lambdas bind through their own node. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class';
  /** The enclosing scope, null for the module. */
  readonly outer: Scope | null;
  /** All bindings of a name in this scope, in source order; empty when the name is not bound here. */
  bindings(name: string): readonly Binding[];
  /** Names bound in this scope. */
  names(): Iterable<string>;
  /** The bindings by assignment, of any name. */
  assignments(): readonly Binding[];
}
