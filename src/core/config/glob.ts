/** Glob patterns over `/` separated paths: `*`, `**`, `?`, `[a-z]`, `{a,b}`; no pattern takes exponential time. */

type Token =
  | { readonly kind: 'text'; readonly unit: string }
  /** `?`: one unit that is no slash. */
  | { readonly kind: 'one' }
  /** `*`: any number of units that are no slash. */
  | { readonly kind: 'some' }
  /** `**`: anything. */
  | { readonly kind: 'any' }
  /** `**` and a slash: any number of whole folders, none among them. */
  | { readonly kind: 'folders' }
  | { readonly kind: 'set'; readonly allows: (unit: string) => boolean };

/** Nested alternatives multiply; nobody writes more than this. */
const MAX_ALTERNATIVES = 200;

export function glob(pattern: string): (path: string) => boolean {
  const alternatives = expand(pattern).map(tokensOf);
  return (path) => alternatives.some((tokens) => matches(tokens, path));
}

/** `{a,b}c` as `ac` and `bc`, inner braces first. */
function expand(pattern: string): readonly string[] {
  let open = [pattern];
  const done: string[] = [];
  for (let next = open.pop(); next !== undefined && done.length + open.length < MAX_ALTERNATIVES; next = open.pop()) {
    const braces = /^(.*)\{([^{}]*)\}(.*)$/s.exec(next);
    if (!braces) done.push(next);
    else open = [...open, ...(braces[2] ?? '').split(',').map((one) => `${braces[1] ?? ''}${one}${braces[3] ?? ''}`)];
  }
  return done;
}

function tokensOf(pattern: string): readonly Token[] {
  const parts = pattern.match(/\*\*\/|\*\*|\*|\?|\[[!^]?\]?[^\]/]*\]|\\.|[^]/g) ?? [];
  return parts.map(tokenOf);
}

function tokenOf(part: string): Token {
  if (part === '**/') return { kind: 'folders' };
  if (part === '**') return { kind: 'any' };
  if (part === '*') return { kind: 'some' };
  if (part === '?') return { kind: 'one' };
  if (part.length > 2 && part.startsWith('[')) return setToken(part.slice(1, -1));
  return { kind: 'text', unit: part.length === 2 ? part.slice(1) : part };
}

function setToken(inside: string): Token {
  const isNegated = /^[!^]/.test(inside);
  const members = isNegated ? inside.slice(1) : inside;
  const ranges = [...members.matchAll(/([^])-([^])|([^])/g)].map(([, from, to, single]) => [
    from ?? single,
    to ?? single,
  ]);
  const holds = (unit: string): boolean => ranges.some(([from = '', to = '']) => from <= unit && unit <= to);
  return { kind: 'set', allows: (unit) => unit !== '/' && holds(unit) !== isNegated };
}

/** Keeps the set of positions that the tokens so far can have reached. */
function matches(tokens: readonly Token[], path: string): boolean {
  let reached = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const at of reached) for (const to of steps(token, path, at, next)) next.add(to);
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(path.length);
}

/** Where a token can lead from a position; what another position has led to already is not walked again. */
function* steps(token: Token, path: string, at: number, known: ReadonlySet<number>): Generator<number> {
  const unit = path[at];
  if (token.kind === 'text' && unit === token.unit) yield at + 1;
  if (token.kind === 'one' && unit !== undefined && unit !== '/') yield at + 1;
  if (token.kind === 'set' && unit !== undefined && token.allows(unit)) yield at + 1;
  if (token.kind !== 'some' && token.kind !== 'any' && token.kind !== 'folders') return;
  for (let to = at; to <= path.length; to += 1) {
    if (token.kind !== 'folders' && known.has(to)) return;
    if (token.kind !== 'folders' || to === at || path[to - 1] === '/') yield to;
    if (token.kind === 'some' && path[to] === '/') return;
  }
}
