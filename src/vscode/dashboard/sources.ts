/** What the dashboard shows and where it comes from. */
import type { Event, Uri } from 'vscode';
import type { Intensity } from '../../core/estimate/types';
import type { Analyser } from '../documents/analyser';
import type { Log } from '../log';
import type { PowerItem } from '../power/item';
import type { Compose } from './findings-view';

export interface DashboardSources {
  /** Of the extension as it is installed. */
  readonly extension: Uri;
  readonly power: PowerItem;
  readonly analyser: Analyser;
  readonly intensity: { readonly current: Intensity | undefined; readonly onDidChange: Event<void> };
  /** What sums up savings; loaded with the first document that has any. */
  readonly core: () => Promise<{ readonly composeSavings: Compose }>;
  /** Path of the history of runs. */
  readonly history: string;
  readonly log: Log;
}
