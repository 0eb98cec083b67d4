/** The commit that a folder is checked out at, read from the files of git; git itself is never run. */
import { dirname, resolve } from 'node:path';
import type { Files } from './ports';

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
/** A reference may name another, not for ever. */
const MOST_STEPS = 5;

/** Null outside of a repository, and before the first commit. Nothing is looked for above the folder `top`, where there is one. */
export async function commitOf(files: Files, folder: string, top?: string): Promise<string | null> {
  const git = await gitFolder(files, folder, top);
  if (git === null) return null;
  const common = resolve(git, (await line(files, `${git}/commondir`)) ?? '.');
  let content = await line(files, `${git}/HEAD`);
  for (let step = 0; step < MOST_STEPS && content !== undefined; step += 1) {
    if (COMMIT.test(content)) return content;
    const name = /^ref: (refs\/[^\0]+)$/.exec(content)?.[1];
    if (name === undefined || name.split(/[\\/]/).includes('..')) return null;
    content =
      (await line(files, `${git}/${name}`)) ??
      (await line(files, `${common}/${name}`)) ??
      packed(await files.readText(`${common}/packed-refs`), name);
  }
  return null;
}

/** `.git` of the folder or the nearest one above; in a worktree or a submodule it is a file that names the folder. */
async function gitFolder(files: Files, folder: string, top: string | undefined): Promise<string | null> {
  const git = `${folder}/.git`;
  if (files.exists(`${git}/HEAD`)) return git;
  const link = /^gitdir: (.+)$/.exec((await line(files, git)) ?? '')?.[1];
  // Asking another machine for a file would tell it who asks.
  if (link !== undefined) return /^[\\/]{2}/.test(link) ? null : resolve(folder, link);
  const above = dirname(folder);
  return above === folder || folder === top ? null : gitFolder(files, above, top);
}

async function line(files: Files, path: string): Promise<string | undefined> {
  return (await files.readText(path))?.split('\n')[0]?.trim();
}

/** `<commit> refs/heads/main` a line (gitrepository-layout(5)). */
function packed(text: string | undefined, name: string): string | undefined {
  const found = text?.split('\n').find((one) => one.endsWith(` ${name}`));
  return found?.split(' ')[0];
}
