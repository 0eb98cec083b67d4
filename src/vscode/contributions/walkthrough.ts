/** The getting-started page. */

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents?: readonly string[];
}

function step(id: string, completionEvents: readonly string[]): Step {
  return {
    id,
    title: `%walkthrough.${id}.title%`,
    description: `%walkthrough.${id}.description%`,
    media: { markdown: `media/walkthrough/${id}.md` },
    completionEvents,
  };
}

export const walkthroughs = [
  {
    id: 'start',
    title: '%walkthrough.title%',
    description: '%walkthrough.description%',
    steps: [
      step('sample', ['onCommand:carbonHints.openSample']),
      step('fix', []),
      step('region', ['onCommand:carbonHints.setRegion']),
      step('power', ['onCommand:carbonHints.openDashboard', 'onCommand:carbonHints.showPowerSources']),
    ],
  },
];
