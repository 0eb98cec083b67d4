/** Hovers on findings and on suppression comments. */
import { Hover, languages, Range, type Disposable, type Position, type TextDocument, type Uri } from 'vscode';
import { observedText } from '../../core/estimate/observed';
import type { Analyser } from '../documents/analyser';
import type { PlacedFinding, PlacedWorkload, Result } from '../documents/result';
import type { EstimateStyle } from '../estimates/providers';
import { commandLink, escaped, markdown } from '../markdown';
import { ruleMeta } from '../pages/rules';
import { findingText } from './finding-text';
import { runText, type RunDetail } from './run-text';

const ANALYSED = [{ language: 'python' }, { language: 'yaml' }];

export function registerHovers(analyser: Analyser, style: (uri: Uri) => EstimateStyle): Disposable {
  return languages.registerHoverProvider(ANALYSED, {
    async provideHover(document, position) {
      const result = analyser.fresh(document.uri);
      return (
        (await findingHover(result, document, position)) ??
        (await suppressionHover(document, position)) ??
        (style(document.uri) === 'off' ? undefined : runHover(result, document, position))
      );
    },
  });
}

/** On the line that carries the lens, where no finding says it already. */
function runHover(result: Result | undefined, document: TextDocument, position: Position): Hover | undefined {
  const run = result?.workloads.find(
    ({ place }) =>
      place.document.uri.toString() === document.uri.toString() &&
      place.range.start.line === position.line &&
      place.range.contains(position),
  );
  if (!run) return undefined;
  const { start } = run.place.range;
  return new Hover(markdown(runText(detailOf(run))), new Range(start, document.lineAt(start.line).range.end));
}

function detailOf({ workload, estimate, place }: PlacedWorkload): RunDetail {
  return {
    estimate,
    observed: observedText(workload, estimate.estimate),
    place: [place.document.uri.toString(), place.range.start.line],
  };
}

async function findingHover(
  result: Result | undefined,
  document: TextDocument,
  position: Position,
): Promise<Hover | undefined> {
  if (!result) return undefined;
  const here = result.findings.filter(
    ({ place }) => place.document.uri.toString() === document.uri.toString() && place.range.contains(position),
  );
  const first = here[0];
  if (!first) return undefined;
  const texts = await Promise.all(here.map((placed) => textOf(placed, result)));
  return new Hover(texts.map(markdown), first.place.range);
}

async function textOf({ finding }: PlacedFinding, result: Result): Promise<string> {
  const meta = await ruleMeta(finding.rule);
  const run = result.workloads.find(({ workload }) => workload.id === finding.workload);
  return findingText({ finding, summary: meta?.summary, run: run && detailOf(run) });
}

/** On `# carbon: ignore[rule]`: what the rule is about. */
async function suppressionHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
  const line = document.lineAt(position.line).text;
  const match = /#\s*carbon:\s*ignore\[([a-z0-9, -]*)\]/.exec(line);
  if (!match) return undefined;
  const range = new Range(position.line, match.index, position.line, match.index + match[0].length);
  if (!range.contains(position)) return undefined;
  const ids = (match[1] ?? '').split(',').map((id) => id.trim());
  const metas = await Promise.all(ids.map(ruleMeta));
  const lines = metas.flatMap((meta) =>
    meta ? [`${commandLink(meta.id, 'carbonHints.explainRule', [meta.id])}: ${escaped(meta.summary)}`] : [],
  );
  return lines.length > 0 ? new Hover(markdown(lines.join('\n\n')), range) : undefined;
}
