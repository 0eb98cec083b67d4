/** Waits for what has to come by itself. */

/** What `look` gives as soon as that is not undefined; undefined when it does not come in time. */
export async function soon<T>(
  look: () => T | undefined,
  { within, every }: { readonly within: number; readonly every: number },
): Promise<T | undefined> {
  for (let waited = 0; waited < within; waited += every) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  return look();
}
