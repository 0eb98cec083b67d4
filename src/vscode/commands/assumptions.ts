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
  if (region === undefined) await askUntilKnown('region', await askRegion());
  else await setText('region', region);
}

export async function setHardware(hardware?: unknown): Promise<void> {
  if (hardware === undefined) await askUntilKnown('hardware', await askHardware());
  else await setText('hardware', hardware);
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

/** Nothing is guessed from a name that is not known: the closest ones are offered, and the setting stays until one is taken. */
async function askUntilKnown(name: TextSetting, typed: string | null | undefined): Promise<void> {
  const unknown = typeof typed === 'string' ? await whyUnknown(name, typed) : null;
  if (typed === undefined) return;
  if (typed === null || unknown === null) return write(name, typed);
  const keep: Choice<string> = { label: typed, description: KEEP, value: typed };
  const chosen = await choose<string>({
    title: unknown.message,
    placeholder: 'The closest names; Escape leaves the setting as it is',
    choices: [...unknown.suggestions, keep],
  });
  if (chosen !== undefined) await write(name, chosen);
}

/** What was typed may be meant for a newer version, or for somebody who knows better. */
const KEEP = 'keep as typed';

/** As a command with an argument, which must not wait for an answer. */
async function setText(name: TextSetting, value: unknown): Promise<void> {
  if (value === null) return write(name, null);
  if (typeof value !== 'string' || value.trim() === '') return;
  const unknown = await whyUnknown(name, value);
  if (unknown === null) return write(name, value.trim());
  void offer(name, unknown);
}

async function offer(name: TextSetting, { message, suggestions }: Unknown): Promise<void> {
  const labels = suggestions.map(({ label }) => label);
  const asked = `Carbon Hints: ${message}. The ${name} stays as it was.`;
  const chosen = await window.showWarningMessage(asked, ...labels);
  const value = suggestions.find(({ label }) => label === chosen)?.value;
  if (value !== undefined) await write(name, value);
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
