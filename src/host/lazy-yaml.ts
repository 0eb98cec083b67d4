/** Loads the YAML reader from its own bundle when the first sweep is read. */
import { createRequire } from 'node:module';
import type { YamlReader } from '../core/text/yaml';

/** `path` is the bundle, or the source file where nothing is bundled. */
export function lazyYaml(path: string): YamlReader {
  let reader: YamlReader | undefined;
  return (text) => {
    reader ??= (createRequire(__filename)(path) as { readonly readYaml: YamlReader }).readYaml;
    return reader(text);
  };
}
