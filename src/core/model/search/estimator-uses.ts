/** What becomes of an estimator: what holds it, what is asked of it, and whether code out of sight gets hold of it. */
import type { Argument, Call, Expr, For, FunctionDef, Name, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName, methodCallsOn } from '../traverse';
import { asNumber } from '../values';
import { searchClass } from './classes';
import { readGrid, readSpace } from './grid';
import { HANDS_OUT, partOf, type Place, placeIn } from './places';

export interface EstimatorUses {
  /** The constructor, and those of pipelines, searches and ensembles around it. */
  readonly holders: ReadonlySet<Call>;
  /** Attributes and methods that are asked of it or of a holder. */
  readonly members: ReadonlySet<string>;
  /** Calls of such methods, also where they are asked of what a loop takes out of a collection. */
  readonly calls: readonly Call[];
  /** Library calls that are given it or a holder, the holders among them. */
  readonly handedTo: readonly { readonly call: Call; readonly name: string }[];
  /** Returned, stored in an attribute, in a collection of which not all is seen, or handed to code that is not known. */
  readonly escapes: boolean;
}

/** They keep the estimator they are given, and answer as it does. */
const HOLDERS =
  /^((sklearn|imblearn)\.pipeline\.(Pipeline|make_pipeline)|sklearn\.base\.clone|copy\.(deep)?copy|skopt\.BayesSearchCV|sklearn\.(multiclass\.\w+|multioutput\.\w+|calibration\.CalibratedClassifierCV|compose\.TransformedTargetRegressor|ensemble\.(Bagging|AdaBoost|Voting|Stacking)\w+|feature_selection\.(RFE|RFECV|SequentialFeatureSelector|SelectFromModel)|model_selection\.\w*(Search|Threshold\w*)(CV)?|semi_supervised\.SelfTrainingClassifier))$/;
/** Methods that return the estimator. */
const RETURNS_ITSELF = new Set(['fit', 'set_params']);
/** Attributes behind which a holder has what it holds. */
const INSIDE = new Set([
  ...['best_estimator_', 'estimator', 'estimator_', 'estimators_', 'base_estimator', 'base_estimator_', 'steps'],
  ...['named_steps', 'named_estimators', 'named_estimators_', 'final_estimator_'],
]);
/** They look at their arguments, and keep nothing. */
const LOOKS = /^(builtins\.(print|repr|str|type|isinstance|len|id)|IPython\.\S+|sklearn\.\S+|pandas\.\S+|numpy\.\S+)$/;

/** Of the estimator that `call` constructs. */
export function estimatorUses(model: Model, call: Call): EstimatorUses {
  const walk = new Walk(model);
  walk.follow(call);
  walk.holders.add(call);
  return walk;
}

class Walk implements EstimatorUses {
  readonly holders = new Set<Call>();
  readonly members = new Set<string>();
  readonly calls: Call[] = [];
  readonly handedTo: { call: Call; name: string }[] = [];
  escapes = false;
  readonly #seen = new Set<Node>();

  constructor(readonly model: Model) {}

  /** `node` stands for the estimator, for a holder, or for a collection that has one in its elements, at `place` of each. */
  follow(node: Expr, place: Place = []): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const { parent } = node;
    if (parent?.kind === 'attribute') this.#asked(parent.attr, parent, place);
    else if (parent?.kind === 'argument') this.#given(parent, place);
    else if (parent?.kind === 'assign') this.#assigned(node, parent.targets, place);
    else if (parent?.kind === 'tuple' || parent?.kind === 'list') this.follow(parent, placeIn(parent, node, place));
    else if (parent?.kind === 'dict' || parent?.kind === 'conditional') this.follow(parent, place);
    else if (parent?.kind === 'subscript' && parent.value === node) this.follow(parent, place);
    else if (parent?.kind === 'for' && parent.iter === node) this.#taken(parent, place);
    else if (!parent || !ENDS.has(parent.kind)) this.escapes = true;
  }

  #asked(name: string, attribute: Expr, place: Place): void {
    this.members.add(name);
    const { parent } = attribute;
    const call = parent?.kind === 'call' && parent.func === attribute ? parent : undefined;
    if (!call) {
      if (INSIDE.has(name)) this.follow(attribute);
      return;
    }
    this.calls.push(call);
    if (RETURNS_ITSELF.has(name)) this.follow(call);
    const inside = HANDS_OUT.get(name);
    if (inside) this.follow(call, [...inside, ...place]);
  }

  /** The variable of a loop over a collection. */
  #taken(loop: For, place: Place): void {
    const target = partOf(loop.target, place);
    if (target?.kind !== 'name') {
      this.escapes = true;
      return;
    }
    for (const use of this.model.program.names(target.id)) if (isBoundBy(use, loop)) this.follow(use);
  }

  #assigned(value: Expr, targets: readonly Expr[], place: Place): void {
    if (targets.some((target) => target.kind !== 'name')) this.escapes = true;
    for (const use of this.model.usesOf(value)) this.follow(use, place);
  }

  #given(argument: Argument, place: Place): void {
    const call = argument.parent;
    if (call?.kind !== 'call') return;
    const definition = this.model.calleeOf(call);
    if (definition) return this.#intoFunction(definition, call, argument, place);
    const names = this.model.origins(call.func).flatMap((one) => (one.kind === 'external' ? [one.name] : []));
    const [name] = names;
    if (name === undefined) {
      this.escapes = true;
      return;
    }
    if (name === 'builtins.zip' && argument.star === '')
      return this.follow(call, [call.args.indexOf(argument), ...place]);
    if (name === 'builtins.enumerate') return this.follow(call, [1, ...place]);
    this.handedTo.push({ call, name });
    if (HOLDERS.test(name)) {
      this.holders.add(call);
      this.follow(call);
    } else if (!LOOKS.test(name)) this.escapes = true;
  }

  /** The parameter that the estimator becomes, when that is plain. */
  #intoFunction(definition: FunctionDef, call: Call, argument: Argument, place: Place): void {
    const offset = call.func.kind === 'attribute' && definition.params[0]?.name === 'self' ? 1 : 0;
    const position = call.args.indexOf(argument) + offset;
    const param = argument.name
      ? definition.params.find((one) => one.name === argument.name)
      : definition.params[position];
    if (!param || param.star !== '' || argument.star !== '') {
      this.escapes = true;
      return;
    }
    for (const node of descend(definition)) {
      if (node.kind === 'name' && node.id === param.name && isBoundBy(node, param)) this.follow(node, place);
    }
  }
}

/** Around these nothing more comes of a value. */
const ENDS = new Set<Node['kind']>(['exprstmt', 'fstring', 'compare', 'print', 'unary', 'assert', 'delete']);

const isBoundBy = (name: Name, binding: Node): boolean => reachingBindings(name).some(({ node }) => node === binding);

/** True when one of the members is asked of it; also where an object of unknown kind is asked and it may have become that. */
export function mayAsk(model: Model, uses: EstimatorUses, names: readonly string[]): boolean {
  return names.some((name) => {
    if (uses.members.has(name)) return true;
    return model.program.attributes(name).some(({ value }) => {
      const makers = model.origins(value).map((one) => (one.kind === 'result' ? one.call : undefined));
      if (makers.some((one) => one !== undefined && uses.holders.has(one))) return true;
      return uses.escapes && (makers.length === 0 || makers.includes(undefined));
    });
  });
}

/** The calls that fit it, alone or inside what holds it, cross-validations among them; in source order. */
export function fitsOf(model: Model, { holders, calls, handedTo }: EstimatorUses): readonly Call[] {
  const validations = handedTo.flatMap(({ call, name }) => (VALIDATES.test(name) ? [call] : []));
  const fits = [...holders].flatMap((holder) => methodCallsOn(model, holder, 'fit'));
  return [...new Set([...fits, ...calls.filter((call) => calleeName(call) === 'fit'), ...validations])].sort(
    (a, b) => a.start - b.start,
  );
}

const VALIDATES = /^sklearn\.model_selection\.(cross_\w+|learning_curve|validation_curve|permutation_test_score)$/;

export interface Varied {
  /** Parameter names without those of the steps: `C` of `svc__C`. */
  readonly names: ReadonlySet<string>;
  /** The same as they are written. */
  readonly paths: ReadonlySet<string>;
  /** False when a search around the estimator may vary more. */
  readonly complete: boolean;
}

/** What searches around the estimator vary, of it and of the other steps. */
export function variedParameters(model: Model, { handedTo }: EstimatorUses): Varied {
  const paths = new Set<string>();
  let complete = true;
  for (const { call, name } of handedTo) {
    if (!/Search(CV)?$/.test(name)) continue;
    const kind = searchClass(name);
    const space = kind && model.arguments(call, kind.parameters).get(kind.space);
    const parts = space ? readGrid(model, space.value).parameters : [];
    complete &&= parts.length > 0 && (!space || (readSpace(model, space.value) ?? []).some((one) => one.complete));
    for (const one of parts) paths.add(one);
  }
  const names = new Set([...paths].map((one) => one.slice(one.lastIndexOf('__') + (one.includes('__') ? 2 : 1))));
  return { names, paths, complete };
}

/** The largest number that searches try for a parameter; null where one of the values cannot be read. */
export function mostVaried(model: Model, { handedTo }: EstimatorUses, parameter: string): number | null {
  const values = handedTo.flatMap(({ call, name }): readonly (number | null)[] => {
    const kind = searchClass(name);
    const space = kind && model.arguments(call, kind.parameters).get(kind.space);
    return space ? triedValues(model, space.value, parameter) : [];
  });
  return values.length === 0 || values.includes(null) ? null : Math.max(...values.map((one) => one ?? 0));
}

function triedValues(model: Model, space: Expr, parameter: string): readonly (number | null)[] {
  return model.value(space).alternatives.flatMap((one): readonly (number | null)[] => {
    if (one.type === 'sequence') return one.items?.flatMap((item) => triedValues(model, item, parameter)) ?? [null];
    if (one.type !== 'dict') return [null];
    const tried = [...one.entries].filter(([key]) => key === parameter || key.endsWith(`__${parameter}`));
    return tried.flatMap(([, values]) => numbersIn(model, values));
  });
}

function numbersIn(model: Model, values: Expr): readonly (number | null)[] {
  const { alternatives } = model.value(values);
  return alternatives.length === 0
    ? [null]
    : alternatives.flatMap((one): readonly (number | null)[] =>
        one.type === 'sequence' && one.items ? one.items.map((item) => asNumber(model.value(item)) ?? null) : [null],
      );
}

/**
 * `make_pipeline` names a step after its class: `svc__C`, `named_steps["svc"]` and `fit(X, y, svc__sample_weight=w)` would miss
 * another class in that place.
 */
export function isNamedAfterClass(model: Model, uses: EstimatorUses, className: string): boolean {
  if (![...uses.holders].some((holder) => calleeName(holder) === 'make_pipeline')) return false;
  const prefix = `${className.toLowerCase()}__`;
  const arguments_ = fitsOf(model, uses).flatMap(({ args }) => args.flatMap(({ name }) => name ?? []));
  return (
    uses.members.has('named_steps') ||
    [...variedParameters(model, uses).paths, ...arguments_].some((path) => `__${path}`.includes(`__${prefix}`))
  );
}
