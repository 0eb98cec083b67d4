/** The suite that runs inside the extension host of a real VS Code. */
import { runInHost } from '../runner/in-host';

export const run = (): Promise<void> =>
  runInHost(async () => {
    await import('./activation.test');
    await import('./findings.test');
    await import('./fixes.test');
    await import('./fix-all.test');
    await import('./suppression.test');
    await import('./measure.test');
    await import('./hover.test');
    await import('./rendering.test');
    await import('./pages.test');
    await import('./estimates.test');
    await import('./notebooks.test');
    await import('./settings.test');
    await import('./project-config.test');
    await import('./surroundings.test');
    await import('./sweeps.test');
    await import('./power.test');
    await import('./runs.test');
    await import('./lifecycle.test');
    await import('./odd-input.test');
  });
