/** Collects the notes of a finding that apply. */

/** The parts that are texts, in order: `notes(isShort && 'the run is short')`. */
export function notes(...parts: readonly (string | false | null | undefined)[]): string[] {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '');
}
