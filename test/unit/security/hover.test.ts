/** Hovers of findings whose texts were made to be obeyed; the editor's part is played by the few classes that hovers use. */
import { strict as assert } from 'node:assert';
import Module from 'node:module';
import type { PricedFinding } from '../../../src/core/engine-types';
import type { findingText as FindingText } from '../../../src/vscode/hover/finding-text';

type Load = (request: string, ...rest: readonly unknown[]) => unknown;

/** The module as loaded where `vscode` is the few classes given. */
function withEditor<T>(editor: object, load: () => T): T {
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  loader._load = (request, ...rest) => (request === 'vscode' ? editor : original(request, ...rest));
  try {
    return load();
  } finally {
    loader._load = original;
  }
}

describe('a hostile text in a hover', () => {
  const editor = { MarkdownString: Object, Uri: { parse: (text: string) => new URL(text) } };
  const { findingText } = withEditor(
    editor,
    () =>
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- only now, with an editor to load
      require('../../../src/vscode/hover/finding-text') as { findingText: typeof FindingText },
  );
  const textOf = (evil: string): string => {
    const finding = { rule: 'some-rule', notes: [evil], saving: null } as unknown as PricedFinding;
    return findingText({ finding, summary: evil, run: undefined });
  };
  /** Links that Markdown would make: an unescaped bracket, a text, and an address in parentheses. */
  const linksOf = (text: string): readonly string[] =>
    [...text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, address = '']) => address);

  for (const evil of [
    '[x](command:evil)',
    '\\[x](command:evil)',
    '[x]\n(command:evil)',
    '![x](https://example.org/track.png)',
    '<a href="command:evil">x</a>',
    '](command:evil)',
  ]) {
    it(`links nothing: ${JSON.stringify(evil)}`, () => {
      const text = textOf(evil);
      assert.ok(text.includes('evil') || text.includes('track'));
      assert.ok(linksOf(text).length > 0);
      assert.deepEqual(
        linksOf(text).filter((address) => !address.startsWith('command:carbonHints.')),
        [],
      );
      assert.doesNotMatch(text, /<(?:a|img)\b/);
    });
  }
});
