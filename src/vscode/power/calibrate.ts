/** The command that takes a reading of a plug meter beside the sensors: once idle and once while the machine works. */
import { ProgressLocation, window } from 'vscode';
import { formatPower } from '../../core/units/format';
import { watts } from '../../core/units/quantity';
import type { RunningMeter } from './start';

export async function calibrateWall(running: RunningMeter | undefined): Promise<void> {
  if (!running) return void window.showWarningMessage('Live power is switched off (`carbonHints.power.enabled`).');
  const shown = await window.showInputBox({
    title: 'Calibrate with a plug meter',
    prompt:
      'Watts that the meter shows now. Once with the machine idle and once under load make a calibration; "battery" takes the discharge of an unplugged laptop.',
    placeHolder: '61.5',
    validateInput: (text) =>
      wattsOf(text) === undefined ? 'A number of watts greater than 0, or "battery".' : undefined,
  });
  const wall = shown === undefined ? undefined : wattsOf(shown);
  if (wall === undefined) return;
  const options = {
    location: ProgressLocation.Notification,
    title: 'Reading the sensors for 20 s; keep the load as it is',
    cancellable: true,
  };
  const taken = await window.withProgress(options, async (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return running.calibration.take(running.meter, wall, controller.signal).catch(() => undefined);
  });
  if (taken === undefined) return;
  if ('why' in taken) return void window.showWarningMessage(`No reading was taken: ${taken.why}.`);
  const { point, line } = taken;
  const read = `${formatPower(point.wall)} at the wall, ${formatPower(point.parts)} by the sensors.`;
  const next =
    'why' in line ? `No calibration yet: ${line.why}.` : 'The power of this machine is now told at the wall, too.';
  void window.showInformationMessage(`${read} ${next}`);
}

function wattsOf(text: string) {
  if (text.trim() === 'battery') return 'battery';
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? watts(value) : undefined;
}
