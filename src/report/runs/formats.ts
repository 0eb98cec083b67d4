/** Which forms the history can be exported in; the writers are in `exports.ts`. */

export const RUN_EXPORTS = ['json', 'csv', 'markdown', 'model-card'] as const;
export type RunExport = (typeof RUN_EXPORTS)[number];

/** Of the command line. */
export const HISTORY_FORMATS = ['text', ...RUN_EXPORTS] as const;
export type HistoryFormat = (typeof HISTORY_FORMATS)[number];
