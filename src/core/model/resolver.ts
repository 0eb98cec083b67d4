/** Follows names, attributes and calls back to what they stand for. */
import type { Attribute, Binding, Call, ClassDef, Expr, FunctionDef, Name, Param } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { Tracker } from '../syntax/tracker';
import { enclosing } from '../syntax/walk';
import { bindingIn, isStatic } from './bind';
import { BUILTINS } from './builtins';
import { callersIn } from './callers';
import { ClassMembers, type Bases } from './class-members';
import { NO_LINKS, type ImportLinks } from './imports/links';
import { externalName, starImported } from './imports/star-imports';
import { reachingBindings } from './lookup';
import { Memo, Recursion } from './memo';
import { elementsOf, unpackedAgain } from './literal-items';
import { distinct, type Origin } from './origins';
import { returnedBy } from './returns';
import { PASSES_THROUGH, RETURNS_SELF, WRAPS } from './transparent';

export interface Resolver {
  origins(expression: Expr): readonly Origin[];
  /** The local function a call runs, when it can be told. */
  calleeOf(call: Call): FunctionDef | undefined;
  /** The class that a local class derives from and all above it, local ones by definition, external ones by name. */
  basesOf(definition: ClassDef): Bases;
  /** What a class and its local bases bind under a name, as `self.name` or in the class body. */
  memberBindings(definition: ClassDef, name: string): readonly Binding[];
  callersOf(definition: FunctionDef): readonly Call[];
  /** What other files of the workspace say about imported names. */
  readonly links: ImportLinks;
}

interface Around {
  /** What other files say about imported names; nothing unless given. */
  readonly links?: ImportLinks;
  readonly tracker?: Tracker | undefined;
}

/** A resolver for one program; remembers what it has found, so make a new one after an edit unless the program is tracked. */
export function createResolver(program: Program, around: Around = {}): Resolver {
  return new ProgramResolver(program, around);
}

class ProgramResolver implements Resolver {
  readonly links: ImportLinks;
  readonly #program: Program;
  readonly #known: Memo<Expr, readonly Origin[]>;
  readonly #classes: ClassMembers;
  readonly #callers: Memo<FunctionDef, readonly Call[]>;

  constructor(program: Program, { links = NO_LINKS, tracker }: Around) {
    const recursion = new Recursion(tracker);
    this.links = links;
    this.#program = program;
    this.#known = new Memo<Expr, readonly Origin[]>(recursion, []);
    this.#classes = new ClassMembers(program, this, recursion);
    this.#callers = new Memo<FunctionDef, readonly Call[]>(recursion, []);
  }

  origins(expression: Expr): readonly Origin[] {
    return this.#known.get(expression, () => distinct(this.#resolve(expression)));
  }

  #resolve(expression: Expr): readonly Origin[] {
    switch (expression.kind) {
      case 'name':
        return this.#name(expression);
      case 'attribute':
        return this.#attribute(expression);
      case 'call':
        return this.#call(expression);
      case 'conditional':
        return [...this.origins(expression.then), ...this.origins(expression.otherwise)];
      case 'binary':
        if (expression.op !== 'or' && expression.op !== 'and') return [];
        return [...this.origins(expression.left), ...this.origins(expression.right)];
      case 'walrus':
        return this.origins(expression.value);
      case 'await':
      case 'starred':
        return expression.parts.flatMap((part) => this.origins(part));
      case 'subscript':
        return elementsOf(expression, (owner) => this.callersOf(owner)).flatMap((item) => this.origins(item));
      default:
        return [];
    }
  }

  #name(name: Name): readonly Origin[] {
    const bindings = reachingBindings(name);
    if (bindings.length > 0) return bindings.flatMap((binding) => this.binding(binding));
    if (BUILTINS.has(name.id)) return [{ kind: 'external', name: `builtins.${name.id}` }];
    return starImported(this.#program, name.id, this.links);
  }

  /** What one binding gives its name. */
  binding(binding: Binding): readonly Origin[] {
    const node = binding.node;
    if (binding.imported !== null) return [{ kind: 'external', name: externalName(binding.imported, this.links) }];
    if (node.kind === 'function') return [{ kind: 'function', definition: node }];
    if (node.kind === 'class') return [{ kind: 'class', definition: node }];
    if (node.kind === 'param') return this.#parameter(node);
    if (binding.kind === 'for' || binding.kind === 'comprehension' || binding.kind === 'augassign') return [];
    return binding.value ? this.#project(binding.value, binding.path) : [];
  }

  #project(value: Expr, path: readonly number[]): readonly Origin[] {
    const [index, ...rest] = path;
    if (index === undefined) return this.origins(value);
    if (value.kind === 'tuple' || value.kind === 'list') {
      const item = value.items[index];
      return item ? this.#project(item, rest) : [];
    }
    if (value.kind === 'call') return this.#unpackedCall(value, path);
    if (value.kind === 'conditional') return [value.then, value.otherwise].flatMap((arm) => this.#project(arm, path));
    return unpackedAgain(value, path).flatMap((one) => this.#project(one.value, one.path));
  }

  #unpackedCall(call: Call, path: readonly number[]): readonly Origin[] {
    const prepared = call.func.kind === 'attribute' && (call.func.attr === 'prepare' || call.func.attr === 'setup');
    const argument = prepared && path.length === 1 ? call.args[path[0] ?? 0] : undefined;
    if (argument && argument.star === '' && argument.name === null) return this.origins(argument.value);
    return this.origins(call.func).flatMap((callee): readonly Origin[] => {
      if (callee.kind === 'external') return [{ kind: 'item', of: callee.name, call, path }];
      if (callee.kind === 'function')
        return returnedBy(callee.definition).flatMap((value) => this.#project(value, path));
      return [];
    });
  }

  #parameter(param: Param): readonly Origin[] {
    const owner = enclosing(param, 'function', 'lambda');
    const found: Origin[] = [{ kind: 'parameter', param }];
    if (owner?.kind !== 'function') return found;
    if (owner.parent?.kind === 'class' && owner.params[0] === param && !isStatic(owner)) {
      return [{ kind: 'instance', of: owner.parent, call: null }];
    }
    if (param.default) found.push(...this.origins(param.default));
    for (const call of this.callersOf(owner)) {
      const given = bindingIn(call, owner, param);
      if (given) found.push(...this.origins(given));
    }
    return found;
  }

  #attribute(node: Attribute): readonly Origin[] {
    return this.origins(node.value).flatMap((owner): readonly Origin[] => {
      switch (owner.kind) {
        case 'external':
          return [{ ...owner, name: externalName(`${owner.name}.${node.attr}`, this.links) }];
        case 'result':
          return [{ kind: 'external', name: `${owner.of}().${node.attr}` }];
        case 'instance':
          return this.#member(owner.of, node.attr);
        case 'class':
          return this.#member(owner.definition, node.attr);
        default:
          return [];
      }
    });
  }

  #member(definition: ClassDef, name: string): readonly Origin[] {
    const bindings = this.memberBindings(definition, name);
    if (bindings.length > 0) return bindings.flatMap((binding) => this.binding(binding));
    return this.basesOf(definition).external.map((base) => ({ kind: 'external', name: `${base}().${name}` }));
  }

  #call(call: Call): readonly Origin[] {
    if (call.func.kind === 'attribute' && RETURNS_SELF.has(call.func.attr)) {
      const self = this.origins(call.func.value);
      if (self.some((one) => ['result', 'instance', 'parameter'].includes(one.kind))) return self;
    }
    return this.origins(call.func).flatMap((callee) => this.#called(callee, call));
  }

  #called(callee: Origin, call: Call): readonly Origin[] {
    switch (callee.kind) {
      case 'external':
        return this.#externalCall(callee.name, call);
      case 'class':
        return [{ kind: 'instance', of: callee.definition, call }];
      case 'function':
        return returnedBy(callee.definition).flatMap((value) => this.origins(value));
      case 'result':
        return callee.of === 'functools.partial' ? this.#partialCall(callee.call, call) : [];
      default:
        return [];
    }
  }

  #externalCall(name: string, call: Call): readonly Origin[] {
    const first = call.args[0];
    const inner = first && first.star === '' ? this.origins(first.value) : [];
    if (PASSES_THROUGH.has(name) && inner.length > 0) return inner;
    const result: Origin = { kind: 'result', of: name, call };
    if (name.endsWith('.prepare') && call.args.length === 1) return [...inner, result];
    return WRAPS.has(name) ? [...inner, result] : [result];
  }

  #partialCall(partial: Call, call: Call): readonly Origin[] {
    const targets = partial.args.slice(0, 1).flatMap(({ value }) => this.origins(value));
    return targets.flatMap((callee) => this.#called(callee, call));
  }

  basesOf(definition: ClassDef): Bases {
    return this.#classes.basesOf(definition);
  }

  memberBindings(definition: ClassDef, name: string): readonly Binding[] {
    return this.#classes.memberBindings(definition, name);
  }

  calleeOf(call: Call): FunctionDef | undefined {
    for (const origin of this.origins(call.func)) {
      if (origin.kind === 'function') return origin.definition;
      if (origin.kind === 'instance')
        return this.#classes.method(origin.of, '__call__') ?? this.#classes.method(origin.of, 'forward');
      if (origin.kind === 'class') return this.#classes.method(origin.definition, '__init__');
    }
    return undefined;
  }

  callersOf(definition: FunctionDef): readonly Call[] {
    return this.#callers.get(definition, () => callersIn(this.#program, definition, this));
  }
}
