/** The configuration of one document: defaults, the nearest configuration file, and the settings of the editor. */
import { Uri, workspace } from 'vscode';
import { exclusion } from '../../core/config/exclude';
import { DEFAULT_CONFIG, mergeConfig } from '../../core/config/merge';
import type { Config } from '../../core/config/types';
import type { Log } from '../log';
import { checkTable } from './parse';
import type { ProjectFile } from './project-configs';
import { editorTable, preference } from './settings';

export interface Resolved {
  readonly config: Config;
  readonly isExcluded: boolean;
}

export async function resolvedConfig(uri: Uri, file: ProjectFile | undefined, log: Log): Promise<Resolved> {
  const { settings: editor, problems } = await checkTable(editorTable(uri));
  for (const { message } of problems) log.warnOnce(`settings: ${message}`);
  const wanted = preference(uri);
  const project = wanted === 'editorOnly' ? {} : (file?.parsed.settings ?? {});
  const places = wanted === 'filesystemFirst' ? [editor, project] : [project, editor];
  const isExcluded =
    exclusion(editor.exclude ?? [])(workspace.asRelativePath(uri, false)) ||
    (file !== undefined && exclusion(project.exclude ?? [])(pathFrom(file.uri, uri)));
  return { config: mergeConfig(DEFAULT_CONFIG, ...places), isExcluded };
}

/** The path of a document as seen from the folder of a configuration file above it. */
function pathFrom(file: Uri, document: Uri): string {
  const folder = Uri.joinPath(file, '..').path;
  return document.path.startsWith(folder) ? document.path.slice(folder.length).replace(/^\//, '') : document.path;
}
