/** What runs a piece of code again and again: a loop, a request handler, `apply`, a data set's item method. */
import type { Binding, Call, Expr, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { callingLoops } from './element-loops';

export interface Repeated {
  readonly kind: 'loop' | 'handler' | 'item' | 'called in a loop';
  /** What is run each time. */
  readonly scope: Node;
  /** The loop, the decorator, the class. */
  readonly cause: Node;
}

/** The innermost thing that repeats the node; undefined for code that runs once, and under a cache. */
export function repetitionOf(model: Model, node: Node): Repeated | undefined {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'for' || at.kind === 'while') {
      if ((at.body as readonly Node[]).includes(inner)) return { kind: 'loop', scope: at, cause: at };
    } else if (at.kind === 'comprehension') {
      if (!at.clauses.some(({ iter }) => iter === inner)) return { kind: 'loop', scope: at, cause: at };
    } else if (at.kind === 'lambda') {
      return isEach(at.parent) ? { kind: 'loop', scope: at, cause: at } : undefined;
    } else if (at.kind === 'function') return functionRepetition(model, at);
    else if (at.kind === 'class') return undefined;
    inner = at;
  }
  return undefined;
}

const EACH = new Set(['apply', 'map', 'applymap', 'progress_apply', 'progress_map', 'parallel_apply', 'map_batches']);

function isEach(argument: Node | null): boolean {
  const call = argument?.kind === 'argument' ? argument.parent : null;
  return call?.kind === 'call' && call.func.kind === 'attribute' && EACH.has(call.func.attr);
}

function functionRepetition(model: Model, owner: FunctionDef): Repeated | undefined {
  if (owner.decorators.some((one) => isCache(one)) || hasGlobal(owner)) return undefined;
  const route = owner.decorators.find((one) => isRoute(model, one));
  if (route) return { kind: 'handler', scope: owner, cause: route };
  if (owner.name === '__getitem__' && owner.parent?.kind === 'class')
    return { kind: 'item', scope: owner, cause: owner.parent };
  const gradio = model.program
    .names(owner.name)
    .find(({ parent }) => parent?.kind === 'argument' && isGradio(model, parent.parent));
  if (gradio) return { kind: 'handler', scope: owner, cause: gradio };
  const loop = callingLoops(model, owner).find(({ call }) => !call || !isRetried(call));
  return loop && !isRouteless(owner) ? { kind: 'called in a loop', scope: owner, cause: loop.loop.node } : undefined;
}

/** Makers: `load_model()` called in a loop hands the model out, and the caller knows why. */
function isRouteless(owner: FunctionDef): boolean {
  return /^_?(load|get|build|make|create|init|setup|fetch|prepare)(_|$)/i.test(owner.name);
}

function isRetried(call: Call): boolean {
  return [...ancestors(call)].some((at) => at.kind === 'try' && at.handlers.length > 0);
}

/** `lru_cache`, `cache`, `st.cache_resource`, `memoize`. */
function isCache(decorator: Expr): boolean {
  const head = decorator.kind === 'call' ? decorator.func : decorator;
  const name = head.kind === 'attribute' ? head.attr : head.kind === 'name' ? head.id : '';
  return /cache|memo|singleton|once|retry/i.test(name);
}

function hasGlobal(owner: FunctionDef): boolean {
  return owner.body.some((statement) => statement.kind === 'global' || statement.kind === 'nonlocal');
}

const APPS =
  /^(flask\.(Flask|Blueprint)|fastapi\.(FastAPI|APIRouter)|sanic\.(Sanic|Blueprint)|starlette\.applications\.Starlette|quart\.Quart|bottle\.Bottle|aiohttp\.web\.RouteTableDef|litestar\.Litestar)$/;
const VERBS = new Set(['route', 'get', 'post', 'put', 'patch', 'delete', 'websocket', 'api_route']);

/** `@app.route("/predict")` on an application that was made here. */
function isRoute(model: Model, decorator: Expr): boolean {
  if (decorator.kind !== 'call' || decorator.func.kind !== 'attribute' || !VERBS.has(decorator.func.attr)) return false;
  return model.origins(decorator.func.value).some((origin) => origin.kind === 'result' && APPS.test(origin.of));
}

function isGradio(model: Model, call: Node | null): boolean {
  return (
    call?.kind === 'call' &&
    model
      .origins(call.func)
      .some((one) => one.kind === 'external' && /^gradio\.(Interface|ChatInterface)$/.test(one.name))
  );
}

/** True when no argument changes from one run to the next: nothing in it is bound inside `scope`, but to a constant. */
export function isInvariant(model: Model, call: Call, scope: Node): boolean {
  for (const argument of call.args) {
    for (const node of descend(argument)) {
      if (node.kind === 'call' && /^(choice|randint|random|next|input|time|now|uuid4)$/.test(calleeName(node)))
        return false;
      if (node.kind !== 'name') continue;
      const local = reachingBindings(node).filter(
        (one) => one.node === scope || (scope.start <= one.node.start && one.node.end <= scope.end),
      );
      if (local.length > 0 && model.value(node).certainty !== 'known' && !isOpened(model, local, scope)) return false;
    }
  }
  return !(call.func.kind === 'attribute' && call.func.value.kind === 'name' && isLoopVariable(call.func.value, scope));
}

/** `with open(PATH, "rb") as file`, where the path stays the same. */
function isOpened(model: Model, bindings: readonly Binding[], scope: Node): boolean {
  return bindings.every(({ node, name }) => {
    if (node.kind !== 'with') return false;
    const opened = node.items.find(({ target }) => target?.kind === 'name' && target.id === name)?.context;
    return opened?.kind === 'call' && calleeName(opened) === 'open' && isInvariant(model, opened, scope);
  });
}

/** `for cls in (AutoModel, BertModel): cls.from_pretrained(name)`. */
function isLoopVariable(name: Extract<Expr, { kind: 'name' }>, scope: Node): boolean {
  return reachingBindings(name).some((one) => one.node === scope);
}
