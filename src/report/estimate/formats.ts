/** Which forms an estimate can be exported in; the writers are in `exports.ts`. */

const EXPORT_FORMATS = ['json', 'markdown', 'model-card', 'sci', 'codecarbon-csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Of the command line. */
export const ESTIMATE_FORMATS = ['text', ...EXPORT_FORMATS] as const;
export type EstimateFormat = (typeof ESTIMATE_FORMATS)[number];

/** What an export names besides the estimate. */
export interface Stamp {
  /** Of Carbon Hints. */
  readonly version: string;
  /** When it was exported: `2026-03-01T12:00:00`, as CodeCarbon writes it. */
  readonly at: string;
}

/** The local time without zone, as CodeCarbon writes it. */
export function stampOf(version: string, now: Date): Stamp {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return { version, at: local.toISOString().slice(0, 19) };
}
