/** Follows names, attributes and calls back to what they stand for. */
import type { Attribute, Binding, Call, ClassDef, Expr, FunctionDef, Name, Param } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { descendRunning, enclosing } from '../syntax/walk';
import { bindingIn } from './bind';
import { BUILTINS } from './builtins';
import { canonical } from './canonical';
import { reachingBindings } from './lookup';
import { Memo, Recursion } from './memo';
import type { Origin } from './origins';

/** Methods that return the object they are called on. */
const RETURNS_SELF = new Set([
  'to',
  'cuda',
  'cpu',
  'half',
  'bfloat16',
  'float',
  'double',
  'eval',
  'train',
  'requires_grad_',
  'share_memory',
  'to_empty',
]);
/** Functions whose result is, or wraps, their first argument. */
const PASSES_THROUGH = new Set([
  'torch.compile',
  'copy.deepcopy',
  'copy.copy',
  'torch.jit.script',
  'tqdm.tqdm',
  'tqdm.trange',
  'builtins.iter',
]);
const WRAPS = new Set([
  'torch.nn.DataParallel',
  'torch.nn.parallel.DistributedDataParallel',
  'torch.nn.parallel.DataParallel',
]);

interface Bases {
  readonly local: readonly ClassDef[];
  readonly external: readonly string[];
}

export interface Resolver {
  origins(expression: Expr): readonly Origin[];
  /** The local function a call runs, when it can be told. */
  calleeOf(call: Call): FunctionDef | undefined;
  /** The class that a local class derives from and all above it, local ones by definition, external ones by name. */
  basesOf(definition: ClassDef): Bases;
  /** What a class and its local bases bind under a name, as `self.name` or in the class body. */
  memberBindings(definition: ClassDef, name: string): readonly Binding[];
  callersOf(definition: FunctionDef): readonly Call[];
}

/** A resolver for one program; remembers what it has found, so make a new one after an edit. */
export function createResolver(program: Program): Resolver {
  return new ProgramResolver(program);
}

class ProgramResolver implements Resolver {
  readonly #program: Program;
  readonly #recursion = new Recursion();
  readonly #known = new Memo<Expr, readonly Origin[]>(this.#recursion, []);
  readonly #bases = new Memo<ClassDef, Bases>(this.#recursion, { local: [], external: [] });
  readonly #callers = new Memo<FunctionDef, readonly Call[]>(this.#recursion, []);

  constructor(program: Program) {
    this.#program = program;
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
        return expression.op === 'or' || expression.op === 'and'
          ? [...this.origins(expression.left), ...this.origins(expression.right)]
          : [];
      case 'walrus':
        return this.origins(expression.value);
      case 'await':
      case 'starred':
        return expression.parts.flatMap((part) => this.origins(part));
      case 'subscript':
        return this.#subscript(expression.value, expression.index);
      default:
        return [];
    }
  }

  #name(name: Name): readonly Origin[] {
    const bindings = reachingBindings(name);
    if (bindings.length > 0) return bindings.flatMap((binding) => this.binding(binding));
    if (BUILTINS.has(name.id)) return [{ kind: 'external', name: `builtins.${name.id}` }];
    return this.#starImported(name.id);
  }

  #starImported(id: string): readonly Origin[] {
    return this.#program.imports.flatMap((one): Origin[] =>
      one.kind === 'importfrom' && one.star && one.level === 0
        ? [{ kind: 'external', name: canonical(`${one.module}.${id}`), may: true }]
        : [],
    );
  }

  /** What one binding gives its name. */
  binding(binding: Binding): readonly Origin[] {
    const node = binding.node;
    if (binding.imported !== null) return [{ kind: 'external', name: canonical(binding.imported) }];
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
    if (value.kind === 'conditional')
      return [...this.#project(value.then, path), ...this.#project(value.otherwise, path)];
    return [];
  }

  #unpackedCall(call: Call, path: readonly number[]): readonly Origin[] {
    const prepared = call.func.kind === 'attribute' && (call.func.attr === 'prepare' || call.func.attr === 'setup');
    const argument = prepared && path.length === 1 ? call.args[path[0] ?? 0] : undefined;
    if (argument && argument.star === '' && argument.name === null) return this.origins(argument.value);
    return this.origins(call.func).flatMap((callee): readonly Origin[] => {
      if (callee.kind === 'external') return [{ kind: 'item', of: callee.name, call, path }];
      if (callee.kind === 'function')
        return this.#returned(callee.definition).flatMap((value) => this.#project(value, path));
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
          return [{ ...owner, name: canonical(`${owner.name}.${node.attr}`) }];
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

  memberBindings(definition: ClassDef, name: string): readonly Binding[] {
    for (const owner of [definition, ...this.basesOf(definition).local]) {
      const found = [...(owner.selfBindings.get(name) ?? []), ...owner.scope.bindings(name)];
      if (found.length > 0) return found;
    }
    return [];
  }

  #call(call: Call): readonly Origin[] {
    if (call.func.kind === 'attribute' && RETURNS_SELF.has(call.func.attr)) {
      const self = this.origins(call.func.value);
      if (self.some((one) => one.kind === 'result' || one.kind === 'instance')) return self;
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
        return this.#returned(callee.definition).flatMap((value) => this.origins(value));
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
    const target = partial.args[0];
    return target ? this.origins(target.value).flatMap((callee) => this.#called(callee, call)) : [];
  }

  #returned(definition: FunctionDef): readonly Expr[] {
    const values: Expr[] = [];
    for (const statement of definition.body) {
      for (const node of descendRunning(statement)) if (node.kind === 'return' && node.value) values.push(node.value);
    }
    return values.slice(0, 8);
  }

  #subscript(value: Expr, index: readonly Expr[]): readonly Origin[] {
    const key = index[0];
    if (index.length !== 1 || key?.kind !== 'constant') return [];
    const holder = this.#literal(value);
    if (holder?.kind === 'dict') {
      const entry = holder.entries.find((one) => one.key?.kind === 'constant' && one.key.value === key.value);
      return entry ? this.origins(entry.value) : [];
    }
    const items = holder?.kind === 'list' || holder?.kind === 'tuple' ? holder.items : [];
    const item = typeof key.value === 'number' ? items.at(key.value) : undefined;
    return item ? this.origins(item) : [];
  }

  #literal(value: Expr): Expr | undefined {
    if (value.kind !== 'name') return value;
    const bindings = reachingBindings(value);
    const only = bindings.length === 1 ? bindings[0] : undefined;
    return only && only.path.length === 0 ? (only.value ?? undefined) : undefined;
  }

  basesOf(definition: ClassDef): Bases {
    return this.#bases.get(definition, () => this.#findBases(definition));
  }

  #findBases(definition: ClassDef): Bases {
    const local: ClassDef[] = [];
    const external: string[] = [];
    for (const base of definition.bases) {
      if (base.name !== null || base.star !== '') continue;
      for (const origin of this.origins(base.value)) {
        if (origin.kind === 'external') external.push(origin.name);
        if (origin.kind !== 'class' || origin.definition === definition) continue;
        const above = this.basesOf(origin.definition);
        local.push(origin.definition, ...above.local);
        external.push(...above.external);
      }
    }
    return { local, external };
  }

  calleeOf(call: Call): FunctionDef | undefined {
    for (const origin of this.origins(call.func)) {
      if (origin.kind === 'function') return origin.definition;
      if (origin.kind === 'instance') return this.#method(origin.of, '__call__') ?? this.#method(origin.of, 'forward');
      if (origin.kind === 'class') return this.#method(origin.definition, '__init__');
    }
    return undefined;
  }

  #method(definition: ClassDef, name: string): FunctionDef | undefined {
    const found = this.memberBindings(definition, name).find((one) => one.node.kind === 'function');
    return found?.node.kind === 'function' ? found.node : undefined;
  }

  callersOf(definition: FunctionDef): readonly Call[] {
    return this.#callers.get(definition, () =>
      this.#program
        .calls(definition.name)
        .filter((call) =>
          this.origins(call.func).some((origin) => origin.kind === 'function' && origin.definition === definition),
        ),
    );
  }
}

function isStatic(definition: FunctionDef): boolean {
  return definition.decorators.some((one) => one.kind === 'name' && one.id === 'staticmethod');
}

function distinct(origins: readonly Origin[]): readonly Origin[] {
  const seen = new Set<unknown>();
  return origins.filter((origin) => {
    const key = identity(origin);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function identity(origin: Origin): unknown {
  switch (origin.kind) {
    case 'external':
      return origin.name;
    case 'result':
      return origin.call;
    case 'item':
      return `${origin.call.start}:${origin.path.join(',')}`;
    case 'instance':
      return origin.call ?? origin.of;
    case 'function':
    case 'class':
      return origin.definition;
    case 'parameter':
      return origin.param;
  }
}
