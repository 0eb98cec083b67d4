/** What is a docstring or a comment is told from text alone; what may be code or data stays. */
import assert from 'node:assert/strict';
import { withoutProse, withoutTexts } from '../../../src/core/text/prose';

describe('docstrings', () => {
  it('go, with what looks like code in them', () => {
    const text =
      '"""Usage:\n    model.fit(x)  # "quoted"\n"""\nx = 1\n\ndef f():\n    r\'\'\'It\\\'s (\'\'\'\n    return x\n';
    assert.equal(withoutProse(text), '""\nx = 1\n\ndef f():\n    ""\n    return x\n');
  });

  const KEPT: Readonly<Record<string, string>> = {
    'a value': 'x = """a"""\n',
    'an argument on a line of its own': 'f(\n    """a""",\n)\n',
    'an entry of a dictionary': 'prompts = {\n    "a": """b""",\n    "c":\n    """d""",\n}\n',
    'a value behind a continued line': 'x = \\\n    """a"""\n',
    'a value behind a continued line with CRLF': 'x = \\\r\n"""a"""\r\n',
    'a string that runs code': 'f"""{f()}"""\n',
    'a string that is not closed': 'x = 1\n"""a\n',
    'quotes inside a string': 'x = \'"""\'\ny = \'"""\'\n',
  };
  for (const [what, text] of Object.entries(KEPT)) it(`are not ${what}`, () => assert.equal(withoutProse(text), text));

  it('are found behind a bracket in a comment or in a string', () =>
    assert.equal(withoutProse('x = "("  # (\n"""a"""\n'), 'x = "("  \n""\n'));
  it('are not what stands between quotes in comments', () =>
    assert.equal(withoutProse('# """\nx = 1\n# """\n'), '\nx = 1\n\n'));
});

describe('comments', () => {
  it('go, with what looks like code in them', () =>
    assert.equal(withoutProse('# for x in xs:\nf(  # model.fit(x)\n    1)\n'), '\nf(  \n    1)\n'));

  const KEPT: Readonly<Record<string, string>> = {
    'a string': 'color = "#fff"\n',
    'a text of several lines': 'x = """\n# a\n"""\n',
    'an f-string that holds its own quotes': 'x = f"{names["#"]} {f(x)}"\n',
  };
  for (const [what, text] of Object.entries(KEPT))
    it(`are not found in ${what}`, () => assert.equal(withoutProse(text), text));
});

describe('texts', () => {
  it('go, with what looks like code in them', () =>
    assert.equal(withoutTexts('x = r"""model.fit(x)\n"""\nf(\'\'\'a\'\'\', 1)  # b\n'), 'x = ""\nf("", 1)  \n'));
  it('are not names, nor what an f-string runs', () => {
    assert.equal(withoutTexts('x = "fit"\n'), 'x = "fit"\n');
    assert.equal(withoutTexts('x = f"""a\n{f(x)}"""\n'), 'x = f"""a {f(x)}"""\n');
    assert.equal(withoutTexts('x = f"{names["#"]} {f(x)}"\n'), 'x = f"{names["#"]} {f(x)}"\n');
  });
});
