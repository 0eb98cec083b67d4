/** Runs an asynchronous step over many items, a few at a time, and yields the results in the order of the items. */

/** `step` must not reject: a failure is a value. At most `limit` steps are under way or waiting to be taken. */
export async function* ordered<T, R>(
  items: Iterable<T>,
  limit: number,
  step: (item: T) => Promise<R>,
): AsyncGenerator<readonly [T, R]> {
  const waiting: { readonly item: T; readonly result: Promise<R> }[] = [];
  for (const item of items) {
    waiting.push({ item, result: step(item) });
    const first = waiting.length >= limit ? waiting.shift() : undefined;
    if (first !== undefined) yield [first.item, await first.result];
  }
  for (const { item, result } of waiting) yield [item, await result];
}
