/** Loads the parts that activation does without, on first need. The build makes a script of each. */
import type { TableReader } from '../../data/table';
import type * as CoreParts from './core';
import type * as DashboardParts from './dashboard';
import type * as HistoryParts from './history';
import type * as PowerParts from './power';

type Core = typeof CoreParts;
type History = typeof HistoryParts;
export type Power = typeof PowerParts;
type Dashboard = typeof DashboardParts;

let tables: TableReader | undefined;
let core: Promise<Core> | undefined;

/** The core has its own copy of the table look-ups, which has to be told as well. */
export function coreReadsTablesWith(reader: TableReader): void {
  tables = reader;
}

export function loadCore(): Promise<Core> {
  core ??= startCore();
  return core;
}

async function startCore(): Promise<Core> {
  const loaded = await import('./core');
  if (tables) loaded.readTablesWith(tables);
  return loaded;
}

export function loadPower(): Promise<Power> {
  return import('./power');
}

export function loadHistory(): Promise<History> {
  return import('./history');
}

export function loadDashboard(): Promise<Dashboard> {
  return import('./dashboard');
}
