/** Commands about estimates: the page that explains them, and exports. */
import { env, Uri, window, workspace } from 'vscode';
import type { Analyser } from '../documents/analyser';
import type { Result } from '../documents/result';
import { estimateReport } from '../estimates/report';
import { loadCore } from '../lazy/load';
import type { Pages } from '../pages/pages';
import { stampOf, type ExportFormat } from '../../report/estimate/formats';
import type { EstimateReport } from '../../report/estimate/report';
import { choose, type Choice } from './choose';
import { target } from './target';

/** Opens the page about the run on a line, or about every run of the file. */
export async function explainEstimate(
  analyser: Analyser,
  pages: Pages,
  address: unknown,
  line: unknown,
): Promise<void> {
  const found = await reportFor(analyser, address, line);
  if (!found) return;
  const { explainedMarkdown } = await loadCore();
  await pages.showText('Carbon Hints: estimate', explainedMarkdown(found.report, found.result.analysis.context));
}

export interface ExportRequest {
  readonly address: unknown;
  readonly line: unknown;
  /** Asked for where they are not given. */
  readonly format: unknown;
  readonly destination: unknown;
}

/** Writes the estimate in one of the exchange formats into a new document or onto the clipboard. */
export async function exportEstimate(analyser: Analyser, version: string, request: ExportRequest): Promise<void> {
  const found = await reportFor(analyser, request.address, request.line);
  if (!found) return;
  if (!found.report.workloads.some(({ estimate }) => estimate !== null)) {
    return void window.showInformationMessage(
      'Carbon Hints: no run in this file could be estimated, so there is nothing to export.',
    );
  }
  const form = FORMS.find(({ format }) => format === request.format) ?? (await askForm());
  if (!form) return;
  const destination = DESTINATIONS.find((one) => one === request.destination) ?? (await askDestination());
  if (!destination) return;
  const { exported } = await loadCore();
  const content = exported(form.format, found.report, stampOf(version, new Date()));
  if (destination === 'clipboard') return env.clipboard.writeText(content);
  await window.showTextDocument(await workspace.openTextDocument({ language: form.language, content }));
}

interface Form {
  readonly format: ExportFormat;
  readonly label: string;
  readonly detail: string;
  readonly language: string;
}

const FORMS: readonly Form[] = [
  { format: 'markdown', label: 'Statement for a paper', detail: 'Markdown, one paragraph a run', language: 'markdown' },
  {
    format: 'model-card',
    label: 'Hugging Face model card',
    detail: 'The co2_eq_emissions block of its metadata',
    language: 'yaml',
  },
  {
    format: 'sci',
    label: 'Software Carbon Intensity',
    detail: 'SCI = (E x I) + M per training run',
    language: 'plaintext',
  },
  {
    format: 'codecarbon-csv',
    label: 'CodeCarbon CSV',
    detail: 'Rows for emissions.csv, marked as estimates',
    language: 'csv',
  },
  { format: 'json', label: 'JSON', detail: 'As carbon-hints estimate --format json', language: 'json' },
];

const DESTINATIONS = ['document', 'clipboard'] as const;
type Destination = (typeof DESTINATIONS)[number];

function askForm(): Promise<Form | undefined> {
  const choices = FORMS.map((form): Choice<Form> => ({ label: form.label, detail: form.detail, value: form }));
  return choose({
    title: 'Export this estimate',
    placeholder: 'Every form says that it is an estimate, and its range',
    choices,
  });
}

function askDestination(): Promise<Destination | undefined> {
  const choices: Choice<Destination>[] = [
    { label: 'Open in a new editor', value: 'document' },
    { label: 'Copy to the clipboard', value: 'clipboard' },
  ];
  return choose({ title: 'Export this estimate', placeholder: 'Where to?', choices });
}

interface Found {
  readonly result: Result;
  readonly report: EstimateReport;
}

async function reportFor(analyser: Analyser, address: unknown, line: unknown): Promise<Found | undefined> {
  const uri = target(address);
  const result = uri && (analyser.asked(uri) ?? analyser.latest(uri));
  if (!result) {
    void window.showInformationMessage('Carbon Hints: open a Python file or a notebook that is analysed first.');
    return undefined;
  }
  const { totalOf } = await loadCore();
  const at = typeof line === 'number' && typeof address === 'string' ? { uri: Uri.parse(address), line } : undefined;
  return { result, report: estimateReport(result, totalOf, at) };
}
