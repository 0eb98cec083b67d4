/** A throw-away copy of the sample project, so that an editor can change files without touching the repository. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { sampleFolder } from './paths';

export interface Workspace {
  readonly folder: string;
  remove(): void;
}

export function copySample(): Workspace {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-')));
  // The name is what screenshots and window titles show.
  const folder = path.join(home, 'sample');
  fs.cpSync(sampleFolder, folder, { recursive: true });
  return { folder, remove: () => fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
}
