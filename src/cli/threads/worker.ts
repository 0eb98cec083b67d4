/** What a thread does: it scans the files that it is sent and answers with what it found. */
import type { MessagePort } from 'node:worker_threads';
import { rules } from '../../core/rules/registry';
import { load } from '../scan/load';
import { prefilters } from '../scan/prefilter';
import { scan, type Around, type FileOutcome, type ScanFile } from '../scan/scan';
import { Settings } from '../settings';
import { Workplace } from '../workplace';
import type { Order, Scanner } from './crew';

/** Lists the problems of the configuration once, with the first files that they were met at. */
export function scannerOf(around: Around, settings: Settings): Scanner {
  return async (files) => {
    const before = settings.problems.length;
    const outcomes: FileOutcome[] = [];
    for await (const outcome of scan(files, around)) outcomes.push(outcome);
    return { outcomes, problems: settings.problems.slice(before) };
  };
}

export function serve(port: MessagePort, order: Order): void {
  const settings = new Settings(order.cwd, { file: order.config, rules: order.rules, overrides: {} });
  const prefilterOf = prefilters(rules.map((rule) => rule.meta));
  const scanner = scannerOf(
    new Workplace(settings, { load: (file) => load(file, prefilterOf(settings.of(file.path))) }),
    settings,
  );
  // A failure is not caught: it ends the thread, and whoever asked scans the files itself.
  port.on('message', (files: readonly ScanFile[]) => void scanner(files).then((found) => port.postMessage(found)));
}
