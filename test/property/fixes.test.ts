/** Whatever the code looks like: an edit that is offered parses, loses no comment, and changes nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addKeyword,
  insertAfter,
  insertBefore,
  removeArgument,
  setKeyword,
  wrapStatements,
} from '../../src/core/fixes/edits';
import { importEdits, reference } from '../../src/core/fixes/imports';
import type { Call, Constant, Node, Stmt } from '../../src/core/syntax/ast';
import type { Program } from '../../src/core/syntax/program';
import { blocks, descend, isStatement } from '../../src/core/syntax/walk';
import { insertSuppression } from '../../src/core/suppress/insert';
import { parseSuppressions } from '../../src/core/suppress/parse';
import { applyEdits } from '../../src/core/text/edits';
import type { TextEdit } from '../../src/core/text/span';
import { fixed, loadParser, parse } from '../support/program';

const SEED = 20261125;
const RUN = { seed: SEED, numRuns: 150 };

const argument = fc.constantFrom(
  ...[
    'a',
    'k=1',
    '*b',
    '**c',
    '"😀"',
    'lambda x, y=2: (x, y)',
    '[1, 2]',
    '(z)',
    'f(1,)',
    "'''s\n  t'''",
    'x if y else z',
  ],
);
const gap = fc.constantFrom('', ' ', '\n    ', '  # note, (\n    ', '\n\n\t');
const call = fc
  .tuple(fc.array(fc.tuple(gap, argument), { maxLength: 4 }), fc.boolean(), gap)
  .map(
    ([list, comma, end]) =>
      `f(${list.map(([lead, one]) => lead + one).join(',')}${comma && list.length > 0 ? ',' : ''}${end})`,
  );
const simple = fc.oneof(
  call,
  call.map((one) => `x = ${one}  # end`),
  fc.constantFrom(
    'y = """a\n  b\n"""',
    'a; b;',
    'z = 1 + \\\n  2',
    '# own line',
    "s = f'''\n{a}\n'''",
    'pass  # 😀',
    '',
  ),
  fc.constantFrom(
    'import os',
    'from m import (\n    a,  # A\n    b\n)',
    'from m import a',
    'from __future__ import annotations',
  ),
);

/** A block of statements, some of them compound, at any depth. */
const { block } = fc.letrec<{ block: string; statement: string }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
  statement: fc.oneof(
    { maxDepth: 2 },
    simple,
    fc
      .tuple(
        fc.constantFrom('if a:', 'for x in f(1):  # loop', '@d\ndef g(a, b=f(2)):', 'with a as b, \\\n  c:'),
        tie('block'),
        fc.constantFrom('    ', '  ', '\t'),
      )
      .map(([header, body, unit]) => `${header}\n${indented(`${body}\npass`, unit)}`),
  ),
}));

const source = fc
  .tuple(fc.constantFrom('', '\uFEFF', '#!/usr/bin/python\n', '"""Doc."""\n'), block, fc.boolean())
  .map(([head, body, crlf]) => (crlf ? `${head}${body}\n`.replace(/\n/g, '\r\n') : head + body));

/** Indents the lines that do not lie inside a string. */
function indented(text: string, unit: string): string {
  let inside = false;
  return text
    .split('\n')
    .map((line) => {
      const result = inside || line === '' ? line : unit + line;
      if ((line.match(/"""|'''/g) ?? []).length % 2 === 1) inside = !inside;
      return result;
    })
    .join('\n');
}

interface Chosen {
  readonly program: Program;
  readonly nodes: readonly Node[];
  readonly at: number;
}

/** Runs a check on a program that parses, with a number to choose a node by. */
function check(body: (chosen: Chosen) => void): void {
  let checked = 0;
  fc.assert(
    fc.property(source, fc.nat(), (text, at) => {
      const program = parse(text);
      if (program.broken.length > 0) return;
      checked += 1;
      body({ program, nodes: [...descend(program.module)], at });
    }),
    RUN,
  );
  assert.ok(checked > RUN.numRuns / 3, `only ${checked} programs parsed`);
}

function chosen<T>(list: readonly T[], at: number): T | undefined {
  return list[at % Math.max(1, list.length)];
}

const isCall = (node: Node): node is Call => node.kind === 'call';

/** The new text once `fixed` found that it parses and keeps its comments. */
function after({ program }: Chosen, edits: readonly TextEdit[] | undefined): Program | undefined {
  const text = fixed(program, edits);
  return text === undefined ? undefined : parse(text);
}

before(loadParser);

describe(`fixes (seed ${SEED})`, () => {
  it('add a keyword to the call and to no other', () => {
    check((one) => {
      const target = chosen(one.nodes.filter(isCall), one.at);
      if (!target) return;
      const result = after(one, addKeyword(target, one.program.text, 'added', '1'));
      const calls = result?.calls('f').filter((other) => other.args.at(-1)?.name === 'added');
      assert.equal(calls?.length, 1);
      assert.equal(calls[0]?.args.length, target.args.length + 1);
    });
  });

  it('set a keyword', () => {
    check((one) => {
      const target = chosen(one.nodes.filter(isCall), one.at);
      if (target) after(one, setKeyword(target, one.program.text, 'k', '"new"'));
    });
  });

  it('remove one argument', () => {
    check((one) => {
      const target = chosen(one.nodes.filter(isCall), one.at);
      const argument = target && chosen(target.args, one.at);
      if (!target || !argument) return;
      const result = after(one, removeArgument(target, one.program.text, argument));
      const count = (program: Program): number => program.calls('f').reduce((sum, other) => sum + other.args.length, 0);
      const inside = [...descend(argument)].filter(isCall).reduce((sum, other) => sum + other.args.length, 0);
      if (result) assert.equal(count(result), count(one.program) - 1 - inside);
    });
  });

  it('insert statements', () => {
    check((one) => {
      const target = chosen(one.nodes.filter(isStatement), one.at);
      if (!target) return;
      for (const insert of [insertBefore, insertAfter]) {
        const result = after(one, insert(one.program, target, 'if new:\n    new_call()'));
        if (result) assert.equal(result.calls('new_call').length, 1);
      }
    });
  });

  it('wrap statements and leave strings as they are', () => {
    check((one) => {
      const target = chosen(one.nodes.filter(isStatement), one.at);
      const siblings = target?.parent ? blocks(target.parent).find((list) => list.includes(target)) : undefined;
      if (!target || !siblings) return;
      const run = siblings.slice(siblings.indexOf(target), siblings.indexOf(target) + 1 + (one.at % 3));
      const result = after(one, wrapStatements(one.program, run, 'with ctx'));
      if (!result) return;
      assert.deepEqual(strings(result), strings(one.program));
      const wrapper = result.withs.find((other) => result.text.slice(other.start).startsWith('with ctx:'));
      assert.deepEqual(kinds(wrapper?.body ?? []), kinds(run));
    });
  });

  it('import what a reference needs', () => {
    check((one) => {
      const target = chosen(one.nodes, one.at);
      if (!target) return;
      const { imports } = reference(one.program, 'keras.callbacks.EarlyStopping', target);
      const needs = [...imports, { from: 'm', name: 'b' }, { from: null, name: 'z' }];
      const result = after(one, importEdits(one.program, needs, { at: target.start }));
      assert.ok(
        result?.imports.some((other) => other.kind === 'import' && other.names.some((name) => name.name === 'z')),
      );
    });
  });

  it('suppress where they say', () => {
    check((one) => {
      const target = chosen(one.nodes.filter(isStatement), one.at);
      if (!target) return;
      const edits = insertSuppression(one.program, { rule: 'rule-a', span: target, reason: 'why' }) ?? [];
      const text = applyEdits(one.program.text, edits) ?? '';
      const result = parse(text);
      assert.deepEqual(result.broken, []);
      const moved = target.start + edits.reduce((sum, edit) => sum + edit.newText.length, 0);
      const covers = parseSuppressions(result, ['rule-a']).suppressions.map((found) => found.covers);
      assert.ok(
        covers.some((span) => span && span.start <= moved && moved <= span.end),
        text,
      );
    });
  });
});

function strings(program: Program): string[] {
  const texts = [...descend(program.module)].filter((node): node is Constant => node.kind === 'constant');
  return texts.map((node) => JSON.stringify(node.value));
}

function kinds(statements: readonly Stmt[]): string[] {
  return statements.map((statement) => statement.kind);
}
