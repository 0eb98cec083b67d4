/** Turns a source into the one module text that is analysed, and says what is known about the document. */
import type { DocumentInfo, Source } from '../engine-types';
import type { ConfigurationFile, DocumentFacts } from '../model/model';
import { acceleratorOf } from '../text/notebook/accelerator';
import { joinCells, type NotebookModule } from '../text/notebook/module';
import { isTest } from './test-path';

/** Larger sources are skipped with a note: generated code and data, not programs that people write. */
const MAX_CHARACTERS = 2_000_000;
const MAX_LINES = 50_000;

export interface Composed {
  readonly source: Source;
  readonly text: string;
  readonly lines: number;
  readonly notebook: NotebookModule | undefined;
  readonly tooLarge: boolean;
  readonly problems: readonly string[];
}

/** `lines` are those of the text, where the caller can tell. */
export function composeSource(source: Source, lines?: number): Composed {
  const notebook = source.kind === 'notebook' ? joinCells(source.cells) : undefined;
  const text = source.kind === 'module' ? source.text : (notebook?.text ?? '');
  const count = lines ?? lineEndsIn(text) + 1;
  const excess = excessOf(text, count);
  return { source, text, lines: count, notebook, tooLarge: excess !== undefined, problems: excess ? [excess] : [] };
}

function excessOf(text: string, lines: number): string | undefined {
  if (text.length > MAX_CHARACTERS) return `skipped: ${text.length} characters, the limit is ${MAX_CHARACTERS}`;
  return lines > MAX_LINES ? `skipped: ${lines} lines, the limit is ${MAX_LINES}` : undefined;
}

export function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** One list for all, by which an edited document is seen to have the same surroundings. */
const NO_MODULES: DocumentInfo['modules'] & object = [];

export function facts(composed: Composed, info: DocumentInfo): DocumentFacts {
  const { source, notebook } = composed;
  return {
    path: info.path,
    kind: source.kind,
    accelerator: source.kind === 'notebook' ? acceleratorOf(source.metadata) : null,
    isTest: isTest(info.path, composed.text),
    surroundings: [...(info.surroundings ?? []), ...notebookEvidence(notebook)],
    modules: info.modules ?? NO_MODULES,
    ...(source.kind === 'notebook' && { metadata: source.metadata }),
    ...(notebook && { cells: notebook.regions.map(({ span }) => span), ...outputsOf(notebook) }),
    ...(notebook && notebook.timed.length > 0 && { timedCells: notebook.timed }),
  };
}

/** With the index that readers know a cell by. */
function outputsOf({ outputs, regions }: NotebookModule): Pick<DocumentFacts, 'outputs'> {
  if (outputs.every((one) => one === undefined)) return {};
  return { outputs: outputs.map((one, at) => one && { ...one, cell: regions[at]?.cell ?? at }) };
}

/** Shell lines of a notebook configure runs like a launch script beside it would. */
function notebookEvidence(notebook: NotebookModule | undefined): readonly ConfigurationFile[] {
  if (!notebook) return [];
  const shell = notebook.commands.map((one) => one.text).join('\n');
  return [...notebook.files, ...(shell === '' ? [] : [{ path: 'notebook shell lines', text: shell }])];
}
