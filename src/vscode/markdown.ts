/** Safe Markdown: text that comes from code is escaped, and only named commands may be linked. */
import { MarkdownString, Uri } from 'vscode';

/** The commands that a hover or tooltip of this extension may run. */
const LINKABLE = [
  'carbonHints.explainRule',
  'carbonHints.showEstimate',
  'carbonHints.exportEstimate',
  'carbonHints.setRegion',
  'carbonHints.setHardware',
  'carbonHints.setHours',
  'carbonHints.showPowerSources',
  'carbonHints.openDashboard',
  'carbonHints.togglePower',
  'carbonHints.openSettings',
] as const;

export type LinkableCommand = (typeof LINKABLE)[number];

/** Escapes everything that Markdown, HTML or theme icons would read as markup; line ends become spaces. */
export function escaped(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|~$:]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** A Markdown link that runs a command; the label is escaped. */
export function commandLink(label: string, command: LinkableCommand, args: readonly unknown[] = []): string {
  const query = args.length === 0 ? '' : `?${encoded(args)}`;
  return `[${escaped(label)}](command:${command}${query})`;
}

/** Parentheses would end the link. */
function encoded(args: readonly unknown[]): string {
  return encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));
}

/** A web link when the text is nothing but an http(s) address, otherwise the escaped text. */
export function citation(source: string): string {
  const address = /https?:\/\/[^\s)<>"]+/.exec(source)?.[0];
  if (!address) return escaped(source);
  const rest = source
    .replace(address, '')
    .replace(/[\s(),;:]+$/, '')
    .trim();
  return `[${escaped(rest || address)}](${Uri.parse(address).toString()})`;
}

export function markdown(text: string): MarkdownString {
  const content = new MarkdownString(text, true);
  content.isTrusted = { enabledCommands: LINKABLE };
  content.supportHtml = false;
  return content;
}

/** A Markdown table; cells are expected to be escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
