/** CodeLenses or inlay hints that carry the estimate of each run, as the setting says. */
import {
  CodeLens,
  EventEmitter,
  InlayHint,
  languages,
  Position,
  Range,
  type CodeLensProvider,
  type Disposable,
  type InlayHintsProvider,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { Analyser } from '../documents/analyser';
import { Disposables } from '../disposables';
import { HOLD_MS, LensMemory } from './lens-memory';
import { shownEstimates } from './shown';

/** Where estimates are shown. */
export type EstimateStyle = 'codeLens' | 'inlay' | 'off';

export function registerEstimates(analyser: Analyser, style: (uri: Uri) => EstimateStyle): Disposable {
  const disposables = new Disposables();
  const changed = disposables.add(new EventEmitter<void>());
  const memory = new LensMemory();
  let later: NodeJS.Timeout | undefined;
  const refresh = (): void => {
    changed.fire();
    clearTimeout(later);
    later = setTimeout(() => memory.isHolding && changed.fire(), HOLD_MS + 50);
  };
  disposables.add({ dispose: () => clearTimeout(later) });
  disposables.add(analyser.onDidAnalyse(refresh));
  disposables.add(
    analyser.onDidLose(({ subject }) => {
      for (const document of subject.documents()) memory.forget(document.uri.toString());
      changed.fire();
    }),
  );
  const python = { language: 'python' };
  disposables.add(languages.registerCodeLensProvider(python, lenses(analyser, memory, style, changed)));
  disposables.add(languages.registerInlayHintsProvider(python, inlays(analyser, style, changed)));
  return disposables;
}

function lenses(
  analyser: Analyser,
  memory: LensMemory,
  style: (uri: Uri) => EstimateStyle,
  changed: EventEmitter<void>,
): CodeLensProvider {
  return {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      if (style(document.uri) !== 'codeLens') return [];
      const result = analyser.latest(document.uri);
      if (!result) return [];
      const found = shownEstimates(result, document, 'codeLens');
      const shown = memory.settle(document.uri.toString(), found, performance.now());
      return shown.map(({ line, text, tooltip }) => {
        const command = {
          title: text,
          tooltip,
          command: 'carbonHints.showEstimate',
          arguments: [document.uri.toString(), line],
        };
        return new CodeLens(lineRange(document, line), command);
      });
    },
  };
}

function inlays(
  analyser: Analyser,
  style: (uri: Uri) => EstimateStyle,
  changed: EventEmitter<void>,
): InlayHintsProvider {
  return {
    onDidChangeInlayHints: changed.event,
    provideInlayHints(document, range) {
      if (style(document.uri) !== 'inlay') return [];
      const result = analyser.fresh(document.uri);
      if (!result) return [];
      return shownEstimates(result, document, 'inlay')
        .filter(({ line }) => line >= range.start.line && line <= range.end.line && line < document.lineCount)
        .map(({ line, text, tooltip }) => {
          const hint = new InlayHint(new Position(line, document.lineAt(line).text.length), text);
          hint.paddingLeft = true;
          hint.tooltip = tooltip;
          return hint;
        });
    },
  };
}

function lineRange(document: TextDocument, line: number): Range {
  const at = Math.min(line, document.lineCount - 1);
  return new Range(at, 0, at, 0);
}
