/** Where the test run finds the repository. */
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');
