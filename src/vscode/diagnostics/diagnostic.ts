/** One finding as the editor's problem. */
import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  Location,
  Range,
  Uri,
} from 'vscode';
import type { UnusedSuppression } from '../../core/engine-types';
import type { Finding, RuleId } from '../../core/rules/rule';
import type { PlacedFinding } from '../documents/result';
import type { EditorPlace } from '../documents/subject';
import { foldedPhrase } from '../../report/fold';
import { savingText } from '../estimates/wording';

export const SOURCE = 'carbon';
export const UNUSED_SUPPRESSION = 'unused-suppression';
export const MORE_HINTS = 'more-hints';

const SEVERITIES: Record<Finding['severity'], DiagnosticSeverity> = {
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function findingDiagnostic({ finding, place, related }: PlacedFinding): Diagnostic {
  const diagnostic = new Diagnostic(
    firstLine(place),
    messageOf(finding.message, finding),
    SEVERITIES[finding.severity],
  );
  diagnostic.source = SOURCE;
  diagnostic.code = { value: finding.rule, target: rulePageUri(finding.rule) };
  diagnostic.relatedInformation = related.map(
    ({ place: at, message }) => new DiagnosticRelatedInformation(new Location(at.document.uri, at.range), message),
  );
  if (finding.fixes.length > 0 && finding.fixes.every(onlyDeletes)) diagnostic.tags = [DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** Stands at the first of many hints for it and the others; hovers and quick-fixes at each place stay as they are. */
export function foldedDiagnostic(first: PlacedFinding, others: readonly PlacedFinding[]): Diagnostic {
  const all = [first, ...others];
  const message = foldedPhrase(all.map(({ finding }) => finding.rule));
  const diagnostic = new Diagnostic(firstLine(first.place), message, DiagnosticSeverity.Hint);
  diagnostic.source = SOURCE;
  diagnostic.code = MORE_HINTS;
  diagnostic.relatedInformation = all.map(
    ({ finding, place }) =>
      new DiagnosticRelatedInformation(new Location(place.document.uri, place.range), finding.message),
  );
  return diagnostic;
}

export function unusedSuppressionDiagnostic(unused: UnusedSuppression, range: Range): Diagnostic {
  const diagnostic = new Diagnostic(range, unused.message, DiagnosticSeverity.Hint);
  diagnostic.source = SOURCE;
  diagnostic.code = UNUSED_SUPPRESSION;
  diagnostic.tags = [DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** Runs a command instead of opening an address, so that the page is there without a network and without a prompt. */
export function rulePageUri(rule: RuleId): Uri {
  return Uri.parse(`command:carbonHints.explainRule?${encodeURIComponent(JSON.stringify([rule]))}`);
}

/** The rule that a problem of ours is about; undefined for problems of others. */
export function ruleOf(diagnostic: Diagnostic): RuleId | undefined {
  if (diagnostic.source !== SOURCE || typeof diagnostic.code !== 'object') return undefined;
  return String(diagnostic.code.value);
}

/** A mark under a call of ten lines hides more than it shows. */
function firstLine({ document, range }: EditorPlace): Range {
  return range.isSingleLine ? range : new Range(range.start, document.lineAt(range.start.line).range.end);
}

function messageOf(fact: string, finding: PlacedFinding['finding']): string {
  const saving = finding.savingEstimate && savingText(finding.savingEstimate);
  return saving ? `${fact} (${saving})` : fact;
}

function onlyDeletes(fix: Finding['fixes'][number]): boolean {
  return fix.imports.length === 0 && fix.edits.length > 0 && fix.edits.every(({ newText }) => newText.trim() === '');
}
