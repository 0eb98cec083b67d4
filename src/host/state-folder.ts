/** Makes the folder for a file of the user's own, where nobody else can look. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Says nothing when it cannot: writing the file will. */
export async function makeFolderFor(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined);
}
