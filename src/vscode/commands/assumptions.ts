/** Commands that say what the estimates may assume: region, hardware, hours. */
import { ConfigurationTarget, window, workspace } from 'vscode';
import { formatIntensity } from '../../core/units/format';
import { gramsPerKilowattHour } from '../../core/units/quantity';
import { MAX_HOURS } from '../../core/config/limits';
import type { Unknown } from '../../core/estimate/suggest';
import { hardwareNames, regions, whyUnknown } from './catalogue';
import { choose, type Choice } from './choose';

/** Each takes the value as an argument, too, for key bindings and tests. */
export async function setRegion(region?: unknown): Promise<void> {
  await setText('region', region === undefined ? await askRegion() : region);
}

export async function setHardware(hardware?: unknown): Promise<void> {
  await setText('hardware', hardware === undefined ? await askHardware() : hardware);
}

export async function setHours(hours?: unknown): Promise<void> {
  const value = hours === undefined ? await askHours() : hours;
  if (value === undefined) return;
  const problem = value === null ? undefined : whyNoHours(value);
  if (problem !== undefined) return void window.showErrorMessage(`Carbon Hints: ${problem} Nothing was changed.`);
  await write('hours', value as number | null);
}

function whyNoHours(value: unknown): string | undefined {
  const given = typeof value === 'number' ? value : Number.NaN;
  if (given > 0 && given <= MAX_HOURS) return undefined;
  return `The training time must be a number of hours above 0 and up to ${MAX_HOURS.toLocaleString('en-US')}.`;
}

type TextSetting = 'hardware' | 'region';

async function setText(name: TextSetting, value: unknown): Promise<void> {
  if (value === null) return write(name, null);
  if (typeof value !== 'string' || value.trim() === '') return;
  const unknown = await whyUnknown(name, value);
  if (unknown) void offer(name, value.trim(), unknown);
  else await write(name, value.trim());
}

const KEEP = 'Keep as typed';

/** Nothing is guessed: the closest names are offered, and what was typed may be meant for a newer version. */
async function offer(name: TextSetting, typed: string, { message, suggestions }: Unknown): Promise<void> {
  const close = suggestions.length > 0 ? ' The closest names are offered here.' : '';
  const labels = suggestions.map(({ label }) => label);
  const asked = `Carbon Hints: ${message}. The ${name} stays as it was.${close}`;
  const chosen = await window.showWarningMessage(asked, ...labels, KEEP);
  if (chosen === undefined) return;
  await write(name, suggestions.find(({ label }) => label === chosen)?.value ?? typed);
}

async function askRegion(): Promise<string | null | undefined> {
  const choices = (await regions()).map(({ code, zone }) => ({
    label: zone.name,
    description: code,
    detail: `${formatIntensity(gramsPerKilowattHour(zone.intensity))}, average of ${zone.year}`,
    value: code,
  }));
  const none: Choice<string | null> = { label: 'No region', description: 'world average, wide range', value: null };
  return choose<string | null>({
    title: 'Where does the training run?',
    placeholder: 'Country, state or grid zone; it is never guessed',
    choices: [none, ...choices],
    typed: (text) => ({ label: text, description: 'use as typed, for example aws:eu-west-3', value: text }),
  });
}

async function askHardware(): Promise<string | null | undefined> {
  const choices = (await hardwareNames()).map((name) => ({ label: name, value: name }));
  const none: Choice<string | null> = { label: 'This machine', description: 'what is found here', value: null };
  return choose<string | null>({
    title: 'What does the training run on?',
    placeholder: 'For example 8x A100-SXM4-80GB',
    choices: [none, ...choices],
    typed: (text) => ({ label: text, description: 'use as typed', value: text }),
  });
}

async function askHours(): Promise<number | null | undefined> {
  const text = await window.showInputBox({
    title: 'How long does the training take?',
    prompt: 'Hours, for example 2.5. Leave it empty to have the time estimated.',
    validateInput: (typed) => (typed.trim() === '' ? undefined : whyNoHours(Number(typed))),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : Number(text);
}

/** Into the workspace, because another project trains elsewhere; into the user's settings where no folder is open. */
async function write(name: string, value: string | number | null): Promise<void> {
  const configuration = workspace.getConfiguration('carbonHints');
  const inWorkspace = workspace.workspaceFolders !== undefined;
  const target = inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  // Removing the value of the workspace would let that of the user through.
  const hidden = inWorkspace && configuration.inspect(name)?.globalValue !== undefined;
  await configuration.update(name, value ?? (hidden ? null : undefined), target);
}
