/** The rule.md that a new rule starts from: every heading, and twenty cases each way. */
import { type Case, cleanCases, flaggedCases } from './cases';
import { placeholder } from './code';

function shown({ reason, fence = 'python', code }: Case): string {
  return `${reason}\n\n\`\`\`${fence}\n${code}\n\`\`\``;
}

export function pageTemplate(id: string): string {
  const name = placeholder(id);
  return [
    `# ${id}`,
    `A call of example.${name} wastes energy.`,
    '## What is flagged',
    'Say which code is flagged, and from which threshold on.',
    '## Why it wastes energy',
    'Say what is computed in vain, and how much of which part of a run that is. Every figure needs its source. The saving ' +
      'is not quantified yet (grade N).',
    '## When to ignore it',
    'Say when the pattern is right as it is.',
    '## The fix',
    'This rule offers none. Say what a fix writes, what it may change, and when it is not offered.',
    '## Flagged',
    ...flaggedCases(name).flatMap((one) => [shown(one), 'No fix: the rule has none yet.']),
    '## Clean',
    ...cleanCases(name).map(shown),
  ]
    .join('\n\n')
    .concat('\n');
}
