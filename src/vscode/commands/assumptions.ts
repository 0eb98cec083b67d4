/** Commands that say what the estimates may assume: region, hardware, hours. */
import { ConfigurationTarget, window, workspace } from 'vscode';
import { formatIntensity } from '../../core/units/format';
import { gramsPerKilowattHour } from '../../core/units/quantity';
import { hardwareNames, regions, whyUnknown } from './catalogue';
import { choose, type Choice } from './choose';

/** Each takes the value as an argument, too, for key bindings and tests. */
export async function setRegion(region?: unknown): Promise<void> {
  const value = region === undefined ? await askRegion() : region;
  if (typeof value === 'string') warn(await whyUnknown({ region: value }));
  if (typeof value === 'string' || value === null) await write('region', value);
}

export async function setHardware(hardware?: unknown): Promise<void> {
  const value = hardware === undefined ? await askHardware() : hardware;
  if (typeof value === 'string') warn(await whyUnknown({ hardware: value }));
  if (typeof value === 'string' || value === null) await write('hardware', value);
}

export async function setHours(hours?: unknown): Promise<void> {
  const value = hours === undefined ? await askHours() : hours;
  if (value === null || (typeof value === 'number' && value > 0 && Number.isFinite(value))) await write('hours', value);
}

/** The value is kept as typed: it may be meant for a newer version or for another machine. */
function warn(problem: string | undefined): void {
  if (problem !== undefined) void window.showWarningMessage(`Carbon Hints: ${problem}`);
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
    validateInput: (typed) => (typed.trim() === '' || Number(typed) > 0 ? undefined : 'A number greater than 0'),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : Number(text);
}

/** Into the workspace where it has a value already, otherwise into the user's settings. */
async function write(name: string, value: string | number | null): Promise<void> {
  const configuration = workspace.getConfiguration('carbonHints');
  const inWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
  const target = inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await configuration.update(name, value ?? undefined, target);
}
