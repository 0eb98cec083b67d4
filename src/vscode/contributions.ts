/** What package.json tells VS Code about this extension; the manifest is generated from here. */
import type { Rule } from '../core/rules/rule';
import { commands, menus } from './contributions/commands';
import { configuration, restrictedConfigurations } from './contributions/configuration';
import { texts } from './contributions/texts';
import { walkthroughs } from './contributions/walkthrough';

export interface Contributions {
  readonly activationEvents: readonly string[];
  readonly capabilities: object;
  readonly contributes: object;
  /** package.nls.json: what stands for `%key%`. */
  readonly nls: Readonly<Record<string, string>>;
}

export function contributions(rules: readonly Rule[]): Contributions {
  return {
    activationEvents: [
      'onLanguage:python',
      'onLanguage:yaml',
      'onNotebook:jupyter-notebook',
      'onNotebook:interactive',
      // A dashboard that was open when the window was reloaded.
      'onWebviewPanel:carbonHints.dashboard',
    ],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: '%capabilities.untrusted%',
        restrictedConfigurations,
      },
      virtualWorkspaces: { supported: 'limited', description: '%capabilities.virtual%' },
    },
    contributes: { commands, menus, configuration: configuration(rules), walkthroughs },
    nls: { ...texts, ...ruleTexts(rules) },
  };
}

function ruleTexts(rules: readonly Rule[]): Record<string, string> {
  return Object.fromEntries(rules.map(({ meta }) => [`rule.${meta.id}`, meta.summary]));
}
