/** Texts for hovers and tooltips: what code says is shown, never obeyed. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { citation, commandLink, escaped, markdown, table } from '../../../src/vscode/markdown';

/** As the editor renders it. */
async function rendered(text: string): Promise<string> {
  return vscode.commands.executeCommand<string>('markdown.api.render', text);
}

describe('rendering', () => {
  for (const evil of [
    '[click](command:workbench.action.quit)',
    '![x](https://example.org/track.png)',
    '<img src=x onerror=alert(1)>',
    '**bold** _it_ `code`',
    '# heading',
    '| a | b |',
    '&lt;b&gt;',
    'a\\b',
  ]) {
    it(`shows ${evil} as it is written`, async () => {
      const html = await rendered(`before ${escaped(evil)} after`);
      assert.doesNotMatch(html, /<(img|strong|em|code|h1|table|b)\b|href="command:/);
      const text = html
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
      assert.ok(text.includes(evil.replaceAll('"', '&quot;')), text);
    });
  }

  it('shows no icon for code that looks like one', () => {
    assert.equal(escaped('$(zap)'), '\\$\\(zap\\)');
  });

  it('keeps a text on its line', () => {
    assert.equal(escaped('one\r\ntwo\nthree'), 'one two three');
  });

  it('allows only its own commands to be linked', () => {
    const { isTrusted, supportHtml } = markdown('');
    assert.ok(typeof isTrusted === 'object');
    assert.ok(isTrusted.enabledCommands.every((command) => command.startsWith('carbonHints.')));
    assert.notEqual(supportHtml, true);
  });

  it('links a command with its arguments', () => {
    assert.equal(
      commandLink('About it', 'carbonHints.explainRule', ['a b']),
      '[About it](command:carbonHints.explainRule?%5B%22a%20b%22%5D)',
    );
  });

  it('links the address in a citation', () => {
    assert.match(citation('Some paper (https://example.org/p)'), /^\[Some paper\]\(https:\/\/example\.org\/p\)$/);
    assert.equal(citation('Some book'), 'Some book');
  });

  it('makes a table', () => {
    assert.equal(table(['A', 'B'], [['1', '2']]), '| A | B |\n| --- | --- |\n| 1 | 2 |');
  });
});
