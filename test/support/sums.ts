/** Works out the sums that estimates print, as a person with a pocket calculator would. */

const SECONDS: Readonly<Record<string, number>> = { µs: 1e-6, ms: 1e-3, s: 1, h: 3600 };

/** The value of `(210 fits x 3.1 s + 1 refit x 4.3 s) x 2`; durations count in seconds, other words not at all. */
export function valueOf(sum: string): number {
  const tokens = sum
    .replace(/([\d.,e-]+) (µs|ms|s|h)\b/g, (_, number: string, unit: string) => `${number} x ${SECONDS[unit]}`)
    .match(/\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?|\(early stopping\)|[()+]| x /g)
    ?.filter((token) => token !== '(early stopping)');
  const rest = [...(tokens ?? [])];
  return terms(rest);
}

function terms(rest: string[]): number {
  let value = factors(rest);
  while (rest[0] === '+') {
    rest.shift();
    value += factors(rest);
  }
  return value;
}

function factors(rest: string[]): number {
  let value = factor(rest);
  while (rest[0] === ' x ') {
    rest.shift();
    value *= factor(rest);
  }
  return value;
}

function factor(rest: string[]): number {
  const token = rest.shift() ?? '';
  if (token !== '(') return Number(token.replaceAll(',', ''));
  const value = terms(rest);
  rest.shift();
  return value;
}
