/** One finding as a SARIF result. */
import type { Fix, Location, Region, Result } from 'sarif';
import type { Severity } from '../../core/rules/rule';
import type { ReportFinding, ReportFix, ReportPlace, ReportRange } from '../report';
import { costPhrase } from '../wording';

export const LEVELS: Record<Severity, Result.level> = {
  warning: 'warning',
  information: 'note',
  hint: 'note',
  off: 'none',
};

function region({ start, end }: ReportRange): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Artifact addresses are relative references, so each part is percent-encoded; file names may hold half characters. */
function address(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/**
 * Inside a notebook, lines count within a cell, and SARIF has no such region: the file is the physical location and
 * the cell a logical one.
 */
export function location(path: string, place: ReportPlace | null): Location {
  const artifactLocation = { uri: address(path) };
  if (place === null) return { physicalLocation: { artifactLocation } };
  if (place.cell === null) return { physicalLocation: { artifactLocation, region: region(place.range) } };
  const { line, column } = place.range.start;
  const logical = { fullyQualifiedName: `cell ${place.cell + 1}, line ${line}, column ${column}`, kind: 'module' };
  return { physicalLocation: { artifactLocation }, logicalLocations: [logical] };
}

/** Null for a fix inside a notebook: its regions cannot be expressed. */
function fix(path: string, { title, reason, edits }: ReportFix): Fix | null {
  if (edits.some((edit) => edit.cell !== null)) return null;
  const replacements = edits.map(({ range, newText }) => ({
    deletedRegion: region(range),
    insertedContent: { text: newText },
  }));
  const text = reason === null ? title : `${title} (may change results: ${reason})`;
  return { description: { text }, artifactChanges: [{ artifactLocation: { uri: address(path) }, replacements }] };
}

export function result(found: ReportFinding, ruleIndex: number | undefined): Result {
  const cost = costPhrase(found);
  const fixes = found.fixes.map((offered) => fix(found.path, offered)).filter((mapped) => mapped !== null);
  const related = found.related.map((other) => ({ ...location(found.path, other), message: { text: other.message } }));
  return {
    ruleId: found.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[found.severity],
    message: { text: [found.message, ...(cost === null ? [] : [cost]), ...found.notes].join('\n') },
    locations: [location(found.path, found)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...(fixes.length === 0 ? {} : { fixes }),
    properties: { facts: found.facts, saving: found.saving, estimate: found.estimate },
  };
}
