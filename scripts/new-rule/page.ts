/** The rule.md that a new rule starts from: every heading, and a few of the cases that every rule must get right. */
import { placeholder } from './code';

interface Case {
  readonly reason: string;
  readonly code: string;
}

const python = ({ reason, code }: Case): string => `${reason}\n\n\`\`\`python\n${code}\n\`\`\``;

/** Name resolution is the model's work; the cases show that the rule uses it. */
function flagged(name: string): readonly Case[] {
  const mark = '  # finding: information';
  return [
    { reason: 'A call through the package.', code: `import example\n\nexample.${name}()${mark}` },
    { reason: 'An aliased package.', code: `import example as ex\n\nex.${name}()${mark}` },
    { reason: 'An imported name.', code: `from example import ${name}\n\n${name}()${mark}` },
    { reason: 'An aliased name.', code: `from example import ${name} as f\n\nf()${mark}` },
    {
      reason: 'Inside an async function.',
      code: `import example\n\n\nasync def main():\n    example.${name}()${mark}`,
    },
    {
      reason: 'In a comprehension.',
      code: `import example\n\nresults = [example.${name}() for _ in range(3)]${mark}`,
    },
  ];
}

function clean(name: string): readonly Case[] {
  return [
    { reason: 'Something else of that name.', code: `def ${name}():\n    pass\n\n\n${name}()` },
    { reason: 'The same name in another package.', code: `import other\n\nother.${name}()` },
    { reason: 'Code in a string.', code: `import example\n\ntext = "example.${name}()"` },
    { reason: 'Code in a comment.', code: `import example\n\n# example.${name}()` },
    {
      reason: 'A name that is shadowed.',
      code: `from example import ${name}\n\n\ndef run(${name}):\n    ${name}()`,
    },
    { reason: 'An import without a call.', code: `from example import ${name}\n\n__all__ = ["${name}"]` },
  ];
}

export function pageTemplate(id: string): string {
  const name = placeholder(id);
  return [
    `# ${id}`,
    `A call of example.${name} wastes energy.`,
    '## What is flagged',
    'Say which code is flagged, and from which threshold on.',
    '## Why it wastes energy',
    'Say what is computed in vain, and how much of which part of a run that is. Every figure needs its source.',
    '## When to ignore it',
    'Say when the pattern is right as it is.',
    '## The fix',
    'This rule offers none. Say so, or say what the fix writes, what it may change, and when it is not offered.',
    '## Flagged',
    ...flagged(name).map(python),
    '## Clean',
    ...clean(name).map(python),
    '',
  ].join('\n\n');
}
