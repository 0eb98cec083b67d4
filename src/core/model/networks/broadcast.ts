/** The shapes of tensors that are put together side by side. */
import type { Sides } from './sides';

/** The shape of the sum of two tensors. */
export function broadcast(x: Sides | null, y: Sides | null): Sides | null {
  if (!x || !y) return null;
  const length = Math.max(x.length, y.length);
  const from = (shape: Sides, at: number): number | null => {
    const index = at - (length - shape.length);
    return index < 0 ? 1 : (shape[index] ?? null);
  };
  return Array.from({ length }, (_, at) => {
    const [left, right] = [from(x, at), from(y, at)];
    return left === 1 ? right : right === 1 ? left : (left ?? right);
  });
}
