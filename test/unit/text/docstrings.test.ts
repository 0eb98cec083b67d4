/** What is a docstring is told from text alone; what may be code or data stays. */
import assert from 'node:assert/strict';
import { withoutDocstrings } from '../../../src/core/text/docstrings';

describe('docstrings', () => {
  it('go, with what looks like code in them', () => {
    const text =
      '"""Usage:\n    model.fit(x)  # "quoted"\n"""\nx = 1\n\ndef f():\n    r\'\'\'It\\\'s (\'\'\'\n    return x\n';
    assert.equal(withoutDocstrings(text), '""\nx = 1\n\ndef f():\n    ""\n    return x\n');
  });

  const KEPT: Readonly<Record<string, string>> = {
    'a value': 'x = """a"""\n',
    'an argument on a line of its own': 'f(\n    """a""",\n)\n',
    'an entry of a dictionary': 'prompts = {\n    "a": """b""",\n    "c":\n    """d""",\n}\n',
    'a value behind a continued line': 'x = \\\n    """a"""\n',
    'a value behind a continued line with CRLF': 'x = \\\r\n"""a"""\r\n',
    'a string that runs code': 'f"""{f()}"""\n',
    'a string that is not closed': 'x = 1\n"""a\n',
    'quotes inside a comment': '# """\nx = 1\n# """\n',
    'quotes inside a string': 'x = \'"""\'\ny = \'"""\'\n',
  };
  for (const [what, text] of Object.entries(KEPT))
    it(`are not ${what}`, () => assert.equal(withoutDocstrings(text), text));

  it('are found behind a bracket in a comment or in a string', () =>
    assert.equal(withoutDocstrings('x = "("  # (\n"""a"""\n'), 'x = "("  # (\n""\n'));
});
