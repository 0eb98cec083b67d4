/** Hovers on findings and on suppression comments. */
import { Hover, languages, Range, type Disposable, type Position, type TextDocument } from 'vscode';
import type { Analyser } from '../documents/analyser';
import type { PlacedFinding, Result } from '../documents/result';
import { commandLink, escaped, markdown } from '../markdown';
import { ruleMeta } from '../pages/rules';
import { findingText } from './finding-text';

const ANALYSED = [{ language: 'python' }, { language: 'yaml' }];

export function registerHovers(analyser: Analyser): Disposable {
  return languages.registerHoverProvider(ANALYSED, {
    async provideHover(document, position) {
      return (
        (await findingHover(analyser.fresh(document.uri), document, position)) ?? suppressionHover(document, position)
      );
    },
  });
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
  const run = result.analysis.estimates.find(({ workload }) => workload === finding.workload);
  const workload = result.analysis.workloads.find(({ id }) => id === finding.workload);
  return findingText({ finding, summary: meta?.summary, run, workload });
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
