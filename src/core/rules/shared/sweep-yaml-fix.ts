/** Adds settings to a W&B sweep in YAML, on lines of their own below its method; comments stay where they are. */
import { dominantLineEnd, lineEnd } from '../../text/lines';
import type { TextEdit } from '../../text/span';
import { yamlValue } from '../../text/yaml';
import type { Fix, SweepDocument } from '../rule';
import type { SweepRemedy } from './sweep-words';

/** Nothing for a sweep in flow style, which has no lines to put settings on. */
export function sweepYamlFixes({ text, root }: SweepDocument, remedy: SweepRemedy): Fix[] {
  const method = yamlValue(root, 'method');
  if (root.kind !== 'map' || root.flow || method?.kind !== 'scalar') return [];
  const lines = [
    ...(remedy.runCap === null ? [] : [`run_cap: ${remedy.runCap}`]),
    ...(remedy.minIter === null ? [] : ['early_terminate:', '  type: hyperband', `  min_iter: ${remedy.minIter}`]),
  ];
  const end = lineEnd(text, method.span.end);
  const newText = lines.map((line) => dominantLineEnd(text) + line).join('');
  const edits: TextEdit[] = [{ span: { start: end, end }, newText }];
  if (remedy.method !== null) edits.unshift({ span: inner(text, method.span), newText: remedy.method });
  return [{ title: remedy.title, safety: 'review', reason: remedy.reason, edits, imports: [] }];
}

/** The word inside its quotes. */
function inner(text: string, span: { start: number; end: number }): { start: number; end: number } {
  const isQuoted = /^["']/.test(text.slice(span.start, span.start + 1));
  return isQuoted ? { start: span.start + 1, end: span.end - 1 } : span;
}
