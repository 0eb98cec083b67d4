/** Patterns of einops: `rearrange(x, "b c (h p) (w q) -> b (h w) (p q c)", p=4, q=4)`. */
import { derived, sizeOfAll, type Sides } from './sides';
import { asKind, type Given, type Thing } from './things';

type Groups = readonly (readonly string[])[];

/** `b (h w) c` as groups of names; undefined where the pattern has an ellipsis or is none. */
function groupsOf(text: string): Groups | undefined {
  if (text.includes('.')) return undefined;
  return (text.match(/\([^)]*\)|[\w]+/g) ?? []).map((part) =>
    part.replace(/[()]/g, ' ').trim().split(/\s+/).filter(Boolean),
  );
}

/** `rearrange`, `reduce` and `repeat`, and the layers of the same names. */
export function rearranged(name: string, { plain, named }: Given): Thing {
  const tensor = asKind(plain[0], 'tensor');
  const pattern = named.get('pattern') ?? plain[1];
  if (!tensor) return derived(null, []);
  const shape = typeof pattern === 'string' && tensor.shape ? follow(tensor.shape, pattern, named) : null;
  // Axes are only put in another order, reduced or repeated: nothing is multiplied.
  return derived(/rearrange|reduce|repeat/i.test(name) ? shape : null, [tensor]);
}

function follow(shape: Sides, pattern: string, named: ReadonlyMap<string, Thing>): Sides | null {
  const [before, after] = pattern.split('->').map((one) => groupsOf(one));
  if (!before || !after || before.length !== shape.length) return null;
  const sizes = new Map<string, number>();
  for (const [name, one] of named) if (typeof one === 'number') sizes.set(name, one);
  for (const [at, group] of before.entries()) {
    const whole = shape[at] ?? null;
    const open = group.filter((one) => !sizes.has(one) && !/^\d+$/.test(one));
    const closed = sizeOfAll(group.filter((one) => !open.includes(one)).map((one) => sizes.get(one) ?? Number(one)));
    if (whole === null || closed === null || open.length > 1) return null;
    const [only] = open;
    if (only === undefined) continue;
    if (whole % closed !== 0) return null;
    sizes.set(only, whole / closed);
  }
  return after.map((group) =>
    sizeOfAll(group.map((one) => sizes.get(one) ?? (/^\d+$/.test(one) ? Number(one) : null))),
  );
}
