/** What is known of one document, and how much of it still holds after an edit. */
import type { DocumentInfo } from '../engine-types';
import { createModel } from '../model/build';
import type { DocumentFacts, Model, StoredOutputs } from '../model/model';
import type { SyntaxDocument } from '../syntax/session';
import type { Tracker } from '../syntax/tracker';
import { facts, type Composed } from './compose';
import { limitCalls, limitTrackedCalls, type LimitedProgram } from './limit-calls';
import type { ModuleShelf } from './module-shelf';
import { Prices } from './price';
import { RuleAnswers } from './run-rules';
import { styleOf } from './style';

/** What is known of one document, kept over edits once it has been edited. */
export interface Known {
  readonly program: LimitedProgram;
  readonly model: Model;
  readonly answers: RuleAnswers;
  readonly prices: Prices;
  /** Undefined when what is known holds for one version of the text. */
  readonly tracker: Tracker | undefined;
  readonly document: DocumentFacts;
  readonly style: string;
  readonly cells: Cells;
}

/** The cells of a notebook move with every edit, so they stand in one place that is brought up to date. */
interface Cells {
  now: DocumentFacts['cells'];
  /** The version of the text in which they stand there. */
  version: number;
}

/** What the engine holds of a document. */
interface Opened {
  readonly info: DocumentInfo;
  readonly composed: Composed;
  /** True once it was edited: only then is it worth noting what answers were read from. */
  readonly isEdited: boolean;
  readonly known: Known | undefined;
}

/** What was known before the edit, as far as it can still be told what of it holds; else a fresh start. */
export function knownOf(opened: Opened, syntax: SyntaxDocument, shelf: ModuleShelf): Known {
  const document = facts(opened.composed, opened.info);
  if (!opened.isEdited) {
    const program = limitCalls(syntax.program);
    const model = createModel(program.program, document, { workspace: shelf.workspaceOf(document.modules) });
    return {
      program,
      model,
      document,
      answers: new RuleAnswers(),
      prices: new Prices(),
      tracker: undefined,
      style: '',
      cells: { now: document.cells, version: 0 },
    };
  }
  const { known } = opened;
  const { tracker, program: tracked } = syntax.tracked;
  const style = styleOf(opened.composed.text);
  const isKept = known?.tracker === tracker && known.style === style && isSameDocument(known.document, document);
  if (isKept && !isCutElsewhere(known.cells, document, tracker)) {
    known.cells.now = document.cells;
    known.cells.version = tracker.version;
    return { ...known, document };
  }
  const program = limitTrackedCalls(tracked);
  const cells: Cells = { now: document.cells, version: tracker.version };
  const around = { workspace: shelf.workspaceOf(document.modules), tracker };
  const model = createModel(program.program, withMovingCells(document, cells, tracker), around);
  return { program, model, document, answers: new RuleAnswers(tracker), prices: new Prices(), tracker, style, cells };
}

/** What reads where the cells are is found again after each edit. */
function withMovingCells(document: DocumentFacts, cells: Cells, tracker: Tracker): DocumentFacts {
  if (!document.cells) return document;
  return {
    ...document,
    get cells() {
      tracker.readAll();
      return cells.now ?? [];
    },
  };
}

/** Lines that go from one cell to the next leave the text as it is, so nobody is told. */
function isCutElsewhere(before: Cells, { cells }: DocumentFacts, tracker: Tracker): boolean {
  return before.version === tracker.version && JSON.stringify(before.now) !== JSON.stringify(cells);
}

function isSameDocument(one: DocumentFacts, other: DocumentFacts): boolean {
  const { surroundings, modules, cells: _cells, outputs: printed, ...facts } = one;
  const { surroundings: files, modules: others, cells: _others, outputs: reprinted, ...now } = other;
  return (
    modules === others &&
    isSameOutputs(printed, reprinted) &&
    JSON.stringify(facts) === JSON.stringify(now) &&
    surroundings.length === files.length &&
    surroundings.every(({ path, text }, at) => path === files[at]?.path && text === files[at].text)
  );
}

/** The texts of an output stay the same objects as long as nobody runs the cell again. */
function isSameOutputs(one: DocumentFacts['outputs'], other: DocumentFacts['outputs']): boolean {
  if (!one || !other) return one === other;
  return one.length === other.length && one.every((cell, at) => isSameOutput(cell, other[at]));
}

function isSameOutput(one: StoredOutputs | undefined, other: StoredOutputs | undefined): boolean {
  if (!one || !other) return one === other;
  if (one.cell !== other.cell || one.seconds !== other.seconds || one.failed !== other.failed) return false;
  return one.texts === other.texts || JSON.stringify(one.texts) === JSON.stringify(other.texts);
}
