/** Puts off what may not be needed, and finds it once. */
export function once<T>(find: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: find() }).value;
}
