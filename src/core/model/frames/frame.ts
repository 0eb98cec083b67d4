/** Whether an expression is sure to be a table of pandas: by what made it and what was done to it since, never by its name. */
import type { Attribute, Binding, Call, Expr, Name, Param, Subscript } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import { passedBy } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { parameterAt } from '../parameters';
import { perModelAnd } from '../per-model';
import { returnedBy } from '../returns';
import { asBoolean, isNone } from '../values';
import { pick } from './pick';
import { AGGREGATES, FROM_FUNCTION, KEEPS, OF_SERIES, SUMMARIES, TO_SERIES } from './methods';

/**
 * `either` is a frame or a series, `groups` what `groupby` gives. `few`: one row for each group, column or model, not for
 * each thing that somebody collected.
 */
export interface Table {
  readonly kind: 'frame' | 'series' | 'either' | 'groups' | 'column groups';
  readonly few: boolean;
  /** Nothing but an annotation says what it is, so its rows may be a handful. */
  readonly given?: true;
}

/** What is known of a table; undefined when the expression may be anything. */
export const tableAt = perModelAnd((model: Model, expression: Expr): Table | undefined =>
  new Reader(model).table(expression),
);

/** True for what is sure to be a DataFrame, or what only a frame can be used as. */
export function isFrame(table: Table | undefined): table is Table {
  return table?.kind === 'frame' || table?.kind === 'either';
}

const MAX_DEPTH = 60;
const FRAME: Table = { kind: 'frame', few: false };
const GIVEN: Table = { ...FRAME, given: true };

/** One question: a name that is given a value made from itself adds nothing to what the other values say. */
class Reader {
  readonly #open = new Set<Expr | Binding['node']>();

  constructor(private readonly model: Model) {}

  table(expression: Expr): Table | undefined {
    if (this.#open.has(expression) || this.#open.size > MAX_DEPTH) return undefined;
    this.#open.add(expression);
    try {
      return this.#read(expression);
    } finally {
      this.#open.delete(expression);
    }
  }

  #read(expression: Expr): Table | undefined {
    switch (expression.kind) {
      case 'name':
        return this.#agreed(reachingBindings(expression));
      case 'call':
        return this.#call(expression);
      case 'subscript':
        return this.#item(expression);
      case 'attribute':
        return this.#attribute(expression);
      case 'conditional':
        return join([this.table(expression.then), this.table(expression.otherwise)]);
      case 'walrus':
        return this.table(expression.value);
      case 'binary':
        return /^(and|or)$/.test(expression.op) ? undefined : this.table(expression.left);
      default:
        return undefined;
    }
  }

  /** All that may be the value have to be tables; a variable that begins as None gets another value before it is used. */
  #agreed(bindings: readonly Binding[]): Table | undefined {
    const real = bindings.filter(({ value, kind, node }) => {
      const starts = kind === 'assign' && value !== null && isNone(this.model.value(value));
      return !starts && kind !== 'augassign' && !(value && this.#open.has(value)) && !this.#open.has(node);
    });
    return join(real.map((one) => this.#binding(one)));
  }

  #binding(binding: Binding): Table | undefined {
    const { kind, node, value, path } = binding;
    if (node.kind === 'param') return this.#parameter(node);
    if (kind === 'for') return value ? this.#element(value, path) : undefined;
    if ((kind !== 'assign' && kind !== 'walrus') || !value) return undefined;
    if (node.kind === 'assign' && node.annotation && this.#isAnnotated(node.annotation)) return GIVEN;
    return path.length === 0 ? this.table(value) : this.#part(value, path);
  }

  #parameter(param: Param): Table | undefined {
    if (param.annotation && this.#isAnnotated(param.annotation)) return this.#passed(param) ?? GIVEN;
    return this.#passed(param);
  }

  /** What the calls of the file hand over. */
  #passed(param: Param): Table | undefined {
    const found = parameterAt(param);
    if (!found) return undefined;
    this.#open.add(param);
    try {
      return join(passedBy(this.model, found.owner, param).map(({ value }) => this.table(value)));
    } finally {
      this.#open.delete(param);
    }
  }

  /** `df: pd.DataFrame`, `df: "pd.DataFrame"`, `df: Optional[pd.DataFrame]`, `df: pd.DataFrame | None`. */
  #isAnnotated(annotation: Expr): boolean {
    if (annotation.kind === 'constant')
      return typeof annotation.value === 'string' && /^(pd|pandas)\.DataFrame$/.test(annotation.value);
    if (annotation.kind === 'binary' && annotation.op === '|')
      return this.#isAnnotated(annotation.left) || this.#isAnnotated(annotation.right);
    if (annotation.kind === 'subscript' && annotation.value.kind === 'name' && annotation.value.id === 'Optional')
      return annotation.index.length === 1 && annotation.index.every((one) => this.#isAnnotated(one));
    return this.model
      .origins(annotation)
      .some((one) => one.kind === 'external' && /^pandas\.(core\.frame\.)?DataFrame$/.test(one.name));
  }

  /** `for name, group in df.groupby("city")`, `for chunk in pd.read_csv(path, chunksize=1000)`, `for df in (train, test)`. */
  #element(iterable: Expr, path: readonly number[]): Table | undefined {
    if (path.length === 0 && (iterable.kind === 'list' || iterable.kind === 'tuple'))
      return join(iterable.items.map((one) => this.table(one)));
    if (path.length === 1 && path[0] === 1 && this.table(iterable)?.kind === 'groups') return FRAME;
    const isChunked = iterable.kind === 'call' && path.length === 0 && this.#reads(iterable) === 'chunks';
    return isChunked ? FRAME : undefined;
  }

  /** `train, test = train_test_split(df)`, `a, b = load()`. */
  #part(value: Expr, [index = 0, ...rest]: readonly number[]): Table | undefined {
    if (rest.length > 0) return undefined;
    if (value.kind === 'tuple' || value.kind === 'list') {
      const item = value.items[index];
      return item && this.table(item);
    }
    if (value.kind !== 'call') return undefined;
    if (this.#isCalled(value, /^sklearn\.model_selection\.train_test_split$/)) {
      const source = value.args.filter(({ name }) => name === null)[Math.floor(index / 2)];
      return source && this.table(source.value);
    }
    const made = this.model.calleeOf(value);
    return made && join(returnedBy(made).map((one) => this.#part(one, [index])));
  }

  #call(call: Call): Table | undefined {
    const reads = this.#reads(call);
    if (reads !== undefined) return reads === 'chunks' ? undefined : { kind: reads, few: false };
    const made = call.func.kind === 'name' ? this.model.calleeOf(call) : undefined;
    if (made) return join(returnedBy(made).map((one) => this.table(one)));
    return call.func.kind === 'attribute' ? this.#method(call, call.func) : undefined;
  }

  /** What a function of a library gives. */
  #reads({ func, args }: Call): 'frame' | 'either' | 'chunks' | undefined {
    for (const origin of this.model.origins(func)) {
      if (origin.kind !== 'external') continue;
      const kind = FROM_FUNCTION.find(([pattern]) => pattern.test(origin.name))?.[1];
      if (!kind) continue;
      if (args.some(({ name, star }) => name === 'chunksize' || name === 'iterator' || star === '**')) return 'chunks';
      const isMany = args.some(({ name, value }) => name === 'sheet_name' && !/^(constant|name)$/.test(value.kind));
      const isSeries = args.some(
        ({ name, value }) => name === 'squeeze' && asBoolean(this.model.value(value)) !== false,
      );
      return isMany || isSeries || args.some((one) => isAllSheets(one.name, one.value)) ? undefined : kind;
    }
    return undefined;
  }

  #isCalled({ func }: Call, pattern: RegExp): boolean {
    return this.model.origins(func).some((one) => one.kind === 'external' && pattern.test(one.name));
  }

  #method(call: Call, { attr, value }: Attribute): Table | undefined {
    if (attr === 'to_pandas') return { kind: 'either', few: false };
    const owner = this.table(value);
    if (!owner) return undefined;
    const { few } = owner;
    if (owner.kind === 'groups' || owner.kind === 'column groups') {
      if (attr === 'get_group' || attr === 'transform')
        return { kind: owner.kind === 'groups' ? 'frame' : 'series', few };
      return AGGREGATES.has(attr) ? { kind: owner.kind === 'groups' ? 'either' : 'series', few: true } : undefined;
    }
    if (attr === 'groupby') return { kind: owner.kind === 'series' ? 'column groups' : 'groups', few };
    if (owner.kind === 'series') return OF_SERIES.get(attr)?.(call, owner);
    if (SUMMARIES.has(attr)) return { kind: 'either', few: true };
    if (TO_SERIES.has(attr)) return { kind: 'series', few };
    return KEEPS.has(attr) ? owner : undefined;
  }

  #attribute(attribute: Attribute): Table | undefined {
    const { value, attr } = attribute;
    if (value.kind === 'name' && isSelf(value)) {
      const owner = enclosing(attribute, 'class');
      const bindings = owner?.selfBindings.get(attr) ?? [];
      return bindings.length > 0 ? this.#agreed(bindings) : undefined;
    }
    const owner = this.table(value);
    return attr === 'T' ? owner : undefined;
  }

  #item({ value, index }: Subscript): Table | undefined {
    const located = value.kind === 'attribute' && /^(loc|iloc|ix)$/.test(value.attr) ? value.value : undefined;
    const owner = this.table(located ?? value);
    if (!owner) return undefined;
    const [rows, columns] = located ? index : [undefined, ...index];
    if (owner.kind === 'groups')
      return { ...owner, kind: pick(this.model, index[0]) === 'one' ? 'column groups' : 'groups' };
    if (owner.kind !== 'frame' && owner.kind !== 'either') return undefined;
    if (rows && pick(this.model, rows) !== 'many') return undefined;
    if (!columns) return located ? owner : undefined;
    const picked = pick(this.model, columns);
    if (picked === 'many') return owner;
    return { ...owner, kind: picked === 'one' ? 'series' : 'either' };
  }
}

function join(tables: readonly (Table | undefined)[]): Table | undefined {
  const [first] = tables;
  if (!first || tables.includes(undefined)) return undefined;
  const known = tables as readonly Table[];
  const isSame = known.every(({ kind }) => kind === first.kind);
  if (!isSame && known.some(({ kind }) => kind.includes('groups'))) return undefined;
  const few = known.some((one) => one.few);
  return { kind: isSame ? first.kind : 'either', few, ...(known.some((one) => one.given) && { given: true }) };
}

/** `sheet_name=None` gives a dictionary of all sheets. */
const isAllSheets = (name: string | null, value: Expr): boolean =>
  name === 'sheet_name' && value.kind === 'constant' && value.value === null;

function isSelf(name: Name): boolean {
  const [binding] = reachingBindings(name);
  const owner = binding?.node.kind === 'param' ? parameterAt(binding.node)?.owner : undefined;
  return owner?.parent?.kind === 'class' && owner.params[0] === binding?.node;
}
