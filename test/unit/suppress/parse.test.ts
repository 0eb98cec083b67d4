/** What a suppression comment covers, and what is said about comments that are none. */
import assert from 'node:assert/strict';
import { parseSuppressions } from '../../../src/core/suppress/parse';
import type { Span } from '../../../src/core/text/span';
import { loadParser, parse } from '../../support/program';

const KNOWN = ['rule-a', 'rule-b', 'host-sync-every-step'];
const MARK = '# carbon: ignore[rule-a]';

/** The text that the only directive covers; `!` before it for a whole file or cell. */
function covered(source: string, cells?: readonly Span[]): string | null {
  const { suppressions, malformed } = parseSuppressions(parse(source), KNOWN, cells);
  assert.deepEqual(malformed, []);
  const [only] = suppressions;
  if (!only?.covers) return null;
  return (only.scope === 'file' ? '!' : '') + source.slice(only.covers.start, only.covers.end);
}

function messages(source: string): string[] {
  return parseSuppressions(parse(source), KNOWN).malformed.map((one) => one.message);
}

before(loadParser);

describe('a comment behind code', () => {
  it('covers the statement, over all its lines', () => {
    assert.equal(covered(`a()\nb()  ${MARK}\nc()`), 'b()');
    assert.equal(covered(`b(\n    1,  ${MARK}\n    2,\n)`), `b(\n    1,  ${MARK}\n    2,\n)`);
    assert.equal(covered(`b(\n    1,\n)  ${MARK}\n`), 'b(\n    1,\n)');
    assert.equal(covered(`x = 1 + \\\n    2  ${MARK}`), 'x = 1 + \\\n    2');
  });

  it('covers both statements of a line', () => {
    assert.equal(covered(`a; b  ${MARK}`), 'a; b');
    assert.equal(covered(`if x: y  ${MARK}`), 'if x: y');
  });

  it('covers only the header of a compound statement', () => {
    assert.equal(covered(`for a in b:  ${MARK}\n    c()\n`), `for a in b:  ${MARK}`);
    assert.equal(covered(`@d\ndef f(\n    a,\n):  ${MARK}\n    # why\n    c()\n`), `@d\ndef f(\n    a,\n):  ${MARK}`);
  });

  it('may follow other pragmas and give a reason', () => {
    const { suppressions } = parseSuppressions(
      parse('a()  # noqa  # carbon: ignore[rule-a, rule-b] the set is tiny'),
      KNOWN,
    );
    assert.deepEqual(
      suppressions[0]?.directive.rules.map((rule) => rule.id),
      ['rule-a', 'rule-b'],
    );
    assert.equal(suppressions[0].directive.reason, 'the set is tiny');
  });
});

describe('a comment on a line of its own', () => {
  it('covers the next statement', () => {
    assert.equal(covered(`a()\n${MARK}\nb()\nc()`), 'b()');
    assert.equal(covered(`a()\n${MARK}\n\n# why\nb()`), 'b()');
    assert.equal(covered(`if x:\n    ${MARK}\n    b()\n`), 'b()');
    assert.equal(covered(`${MARK}\nfor a in b:\n    c()\n`), 'for a in b:');
    assert.equal(covered(`if x:\n    a\n${MARK}\nelif y:\n    b\n`), 'elif y:');
  });

  it('covers the statement around it inside brackets', () => {
    assert.equal(covered(`b(\n    ${MARK}\n    2,\n)`), `b(\n    ${MARK}\n    2,\n)`);
  });

  it('covers nothing at the end', () => {
    assert.equal(covered(`a()\n${MARK}\n`), null);
  });
});

describe('a comment above the first statement', () => {
  it('covers the file when an empty line follows', () => {
    for (const source of [
      `${MARK}\n\na()\n`,
      `#!/usr/bin/python\n${MARK}\n\na()\n`,
      `"""Doc."""\n${MARK}\n\na()\n`,
      `${MARK}\n# more\n\na()\n`,
      MARK,
      `\uFEFF${MARK}\r\n\r\na()\r\n`,
    ]) {
      assert.equal(covered(source), `!${source}`);
    }
  });

  it('covers the next statement when that follows at once', () => {
    assert.equal(covered(`${MARK}\na()\nb()`), 'a()');
  });

  it('covers one cell in a notebook', () => {
    const cells = [
      { start: 0, end: 3 },
      { start: 4, end: 4 + MARK.length + 5 },
    ];
    assert.equal(covered(`a()\n${MARK}\n\nb()\nc()\n`, cells), `!${MARK}\n\nb()`);
    assert.equal(covered(`a()\n${MARK}\n\nb()\nc()\n`), 'b()');
  });
});

describe('a comment that is no directive', () => {
  it('is reported when it was meant to be one', () => {
    assert.match(messages('a()  # carbon: ignore')[0] ?? '', /Name the rules/);
    assert.match(messages('a()  # carbon: ignore[]')[0] ?? '', /No rule is named/);
    assert.match(messages('a()  # carbon: ignore[rule-a')[0] ?? '', /not closed/);
    assert.match(messages('a()  # carbon: ingore[rule-a]')[0] ?? '', /not "ingore"/);
  });

  it('names the rule that was probably meant', () => {
    assert.deepEqual(messages('a()  # carbon: ignore[host-sync-evry-step]'), [
      'No rule is called "host-sync-evry-step"; did you mean "host-sync-every-step"?',
    ]);
    assert.deepEqual(messages('a()  # carbon: ignore[something-else]'), ['No rule is called "something-else"']);
  });

  it('is left alone otherwise, and inside strings', () => {
    assert.deepEqual(messages('a()  # carbon: 12 g per run\ns = "# carbon: ignore"'), []);
  });
});
