/** Adds an EarlyStopping to a Keras fit, whichever way its callbacks are written. */
import { appendToList } from '../../fixes/calls';
import { reference } from '../../fixes/reference';
import type { Expr } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import type { Model } from '../../model/model';
import type { Fix } from '../rule';
import type { KerasFit } from '../../model/trainers/keras-fit';
import type { HistoryUse } from './keras-history';
import { monitorOf } from './keras-monitor';
import { keywordEdits } from './keyword-fix';
import { quoted } from './quotes';

/** A tenth of the epochs, at least 5. */
export function patienceFor(epochs: number): number {
  return Math.max(5, Math.floor(epochs / 10));
}

/** Nothing for Keras 1 code, an unreadable metric, or a plot that would no longer fit the history. */
export function earlyStoppingFixes(model: Model, fit: KerasFit, epochs: number, history: HistoryUse): Fix[] {
  const monitor = monitorOf(fit);
  if (fit.legacy || monitor === undefined) return [];
  const plot = history.kind === 'plotted' ? history.edits : [];
  const { expression, imports } = reference(model.program, 'keras.callbacks.EarlyStopping', fit.call);
  const patience = patienceFor(epochs);
  const callback = `${expression}(monitor=${quoted(model, monitor)}, patience=${patience}, restore_best_weights=True)`;
  const edits = addCallback(model, fit, callback);
  if (!edits || !plot) return [];
  const redrawn = plot.length > 0 ? ' The plot is drawn over the epochs that ran.' : '';
  return [
    {
      title: 'Add EarlyStopping',
      safety: 'review',
      reason: `Training ends after ${patience} epochs without a better ${monitor}; too little patience can cost accuracy (6.9 points once, on 1,300 rows).${redrawn}`,
      edits: [...edits, ...plot],
      imports,
    },
  ];
}

export function addCallback(
  model: Model,
  { call, given }: KerasFit,
  callback: string,
): readonly TextEdit[] | undefined {
  const bound = given.get('callbacks');
  const text = model.program.text;
  if (!bound || isNone(bound.value)) return keywordEdits(model, call, given, 'callbacks', `[${callback}]`);
  const { literal, members } = model.callbacks(bound.value);
  if (literal?.kind === 'list') return appendToList(literal, text, callback);
  const written = text.slice(bound.value.start, bound.value.end);
  const [only, ...rest] = members;
  const single = rest.length === 0 && only !== undefined && !isSequence(model, bound.value);
  if (single) return keywordEdits(model, call, given, 'callbacks', `[${written}, ${callback}]`);
  return isSequence(model, bound.value)
    ? keywordEdits(model, call, given, 'callbacks', `[*${written}, ${callback}]`)
    : undefined;
}

const isNone = (value: Expr): boolean => value.kind === 'constant' && value.value === null;

function isSequence(model: Model, value: Expr): boolean {
  const { alternatives } = model.value(value);
  return alternatives.length > 0 && alternatives.every((one) => one.type === 'sequence');
}
