/** Adds an EarlyStopping to a Keras fit, whichever way its callbacks are written. */
import { reference } from '../../fixes/reference';
import type { Model } from '../../model/model';
import type { Fix } from '../rule';
import { addCallback } from './callback-list';
import type { KerasFit } from '../../model/trainers/keras-fit';
import type { HistoryUse } from './keras-history';
import { cyclesRate, monitorOf } from './keras-monitor';
import { kerasPlateau } from '../../model/trainers/plateau';
import { patienceBeside } from './patience';
import { quoted } from './quotes';

/**
 * Nothing for Keras 1 code, an unreadable metric, a plot that would no longer fit the history, or where no patience outlasts the
 * plateaus of the learning rate, or none can be told that outlasts its cycles.
 */
export function earlyStoppingFixes(model: Model, fit: KerasFit, epochs: number, history: HistoryUse): Fix[] {
  const monitor = monitorOf(model, fit);
  const patience = patienceBeside(kerasPlateau(model, fit.given), epochs);
  if (fit.legacy || monitor === undefined || patience === undefined || cyclesRate(model, fit)) return [];
  const plot = history.kind === 'plotted' ? history.edits : [];
  const { expression, imports } = reference(model.program, 'keras.callbacks.EarlyStopping', fit.call);
  const mode = monitor.mode === null ? '' : `, mode=${quoted(model, monitor.mode)}`;
  const callback = `${expression}(monitor=${quoted(model, monitor.metric)}${mode}, patience=${patience}, restore_best_weights=True)`;
  const edits = addCallback(model, fit.call, fit.given, callback);
  if (!edits || !plot) return [];
  const redrawn = plot.length > 0 ? ' The plot is drawn over the epochs that ran.' : '';
  return [
    {
      title: 'Add EarlyStopping',
      safety: 'review',
      reason: `Training ends after ${patience} epochs without a better ${monitor.metric}; too little patience can cost accuracy (up to 5 points where it was measured).${redrawn}`,
      edits: [...edits, ...plot],
      imports,
    },
  ];
}
