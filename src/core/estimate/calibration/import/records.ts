/** Reads fields out of parsed text that may hold anything: what is not of the kind asked for is unknown. */

export type RunRecord = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): RunRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RunRecord) : null;
}

/** Finite and above 0; sensors and counters write 0 where they know nothing. */
export function positive(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : null;
}

/** A number as JSON writes it. */
export function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function words(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 300) : null;
}

/** ISO 8601 as written; null for what is no date. */
export function dateOf(value: unknown): string | null {
  const text = words(value);
  return text !== null && /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10))) ? text : null;
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
