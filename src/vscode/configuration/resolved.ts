/** The configuration of one document: defaults, the nearest configuration file, and the settings of the editor. */
import type { Uri } from 'vscode';
import type { Config } from '../../core/config/types';
import type { ProjectFile } from './project-configs';
import { editorConfig, preference } from './settings';

const DEFAULTS: Config = {
  rules: {},
  minimumSeverity: 'hint',
  exclude: [],
  region: null,
  hardware: null,
  pue: null,
  hours: null,
};

export function resolvedConfig(uri: Uri, file: ProjectFile | undefined): Config {
  const editor = editorConfig(uri);
  const wanted = preference(uri);
  const project = wanted === 'editorOnly' ? {} : (file?.parsed.config ?? {});
  const [weak, strong] = wanted === 'filesystemFirst' ? [editor, project] : [project, editor];
  return {
    ...DEFAULTS,
    ...weak,
    ...strong,
    rules: { ...weak.rules, ...strong.rules },
    exclude: [...(weak.exclude ?? []), ...(strong.exclude ?? [])],
  };
}
