/** A report with one of everything that a writer must get right. */
import type { RuleMeta } from '../../src/core/rules/rule';
import { gramsCO2e, kilowattHours } from '../../src/core/units/quantity';
import type { Report, ReportFinding } from '../../src/report/report';

const rule: RuleMeta = {
  id: 'exhaustive-grid-search',
  summary: 'Every candidate is fitted on every fold.',
  category: 'search',
  severity: 'warning',
  frameworks: ['sklearn'],
  triggers: ['GridSearchCV'],
  saving: {
    scope: 'search',
    low: 0.54,
    typical: 0.8,
    high: 0.91,
    grade: 'C',
    source: 'CPU seconds of three workloads',
  },
  fixes: 'sometimes',
  since: '0.1.0',
  options: {},
};

const search: ReportFinding = {
  rule: rule.id,
  severity: 'warning',
  path: 'src/search svm.py',
  cell: null,
  range: { start: { line: 4, column: 5 }, end: { line: 6, column: 2 } },
  message: '210 fits: 42 candidates x 5 folds',
  notes: ['cv is the default of 5 folds'],
  facts: { candidates: 42, folds: 5, fits: 210, refits: 1 },
  saving: rule.saving,
  estimate: {
    energy: { low: kilowattHours(0.21), typical: kilowattHours(0.55), high: kilowattHours(1.4) },
    emissions: { low: gramsCO2e(12), typical: gramsCO2e(31), high: gramsCO2e(1100) },
  },
  fixes: [
    {
      title: 'Use HalvingGridSearchCV',
      safety: 'review',
      reason: 'another candidate may win',
      edits: [
        { cell: null, range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }, newText: '# "x" <y>\n' },
      ],
    },
  ],
  related: [
    {
      cell: null,
      range: { start: { line: 2, column: 1 }, end: { line: 2, column: 8 } },
      message: 'the grid is written here',
    },
  ],
};

const inNotebook: ReportFinding = {
  ...search,
  rule: 'eval-builds-autograd-graph',
  severity: 'hint',
  path: 'notes/explore.ipynb',
  cell: 3,
  range: { start: { line: 2, column: 1 }, end: { line: 2, column: 10 } },
  message: 'validation keeps the autograd graph | of *every* batch',
  notes: [],
  facts: {},
  saving: { scope: 'eval', low: null, typical: null, high: null, grade: 'N', source: 'no measured figure found' },
  estimate: null,
  fixes: [
    { title: 'Add inference_mode', safety: 'safe', reason: null, edits: [{ ...search, cell: 3, newText: 'with' }] },
  ],
  related: [],
};

/** A path and a message that try to move the cursor, break out of XML, and reorder the line. */
const hostile: ReportFinding = {
  ...search,
  path: 'evil\u001b[31m\u009b2J<&">,:%.py',
  message: '\u202etxt.exe\r\n::error::injected | `x`',
  notes: [],
  saving: null,
  estimate: null,
  fixes: [],
  related: [],
};

export const report: Report = {
  version: '0.1.0',
  summary: { files: 1200, parsed: 3, findings: 3, elapsedMs: 1234 },
  findings: [hostile, inNotebook, search],
  errors: [{ path: 'broken.ipynb', message: 'is not valid JSON: value expected at line 3' }],
  notices: [{ path: 'src/search svm.py', line: 9, message: 'unused suppression of exhaustive-grid-search' }],
  rules: [rule],
  terminal: { color: false, width: 80 },
};

export const empty: Report = {
  ...report,
  summary: { files: 1, parsed: 0, findings: 0, elapsedMs: 2 },
  findings: [],
  errors: [],
  notices: [],
};
