/** Where the scripts find the repository and keep what they install or produce. */
import * as path from 'node:path';

export const repository = path.resolve(__dirname, '..', '..');
/** Downloaded editors; ignored by git, safe to delete. */
export const cacheFolder = path.join(repository, '.vscode-test');
export const outFolder = path.join(repository, 'out');
export const logFolder = path.join(outFolder, 'logs');
export const resultFolder = path.join(outFolder, 'results');
export const screenshotFolder = path.join(outFolder, 'screenshots');
export const sampleFolder = path.join(repository, 'media', 'sample');
