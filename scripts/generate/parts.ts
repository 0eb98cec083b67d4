/** The four kinds of parts that live in one folder each: rules, sensors, intensity providers, report formats. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './output';

export interface Kind {
  /** From the repository root. */
  readonly folder: string;
  /** File in each part's folder, without `.ts`. */
  readonly file: string;
  /** What that file exports, and what the registry exports. */
  readonly export: string;
  readonly registry: string;
  readonly type: { readonly name: string; readonly from: string };
}

export const kinds = {
  rules: {
    folder: 'src/core/rules',
    file: 'rule',
    export: 'rule',
    registry: 'rules',
    type: { name: 'Rule', from: './rule' },
  },
  sources: {
    folder: 'src/power/sources',
    file: 'source',
    export: 'source',
    registry: 'sources',
    type: { name: 'PowerSource', from: '../types' },
  },
  providers: {
    folder: 'src/intensity/providers',
    file: 'provider',
    export: 'provider',
    registry: 'providers',
    type: { name: 'IntensityProvider', from: '../types' },
  },
  writers: {
    folder: 'src/report',
    file: 'writer',
    export: 'writer',
    registry: 'writers',
    type: { name: 'ReportWriter', from: './report' },
  },
} as const satisfies Record<string, Kind>;

/** Names of the folders that hold a part of this kind, in alphabetical order. */
export function partNames(kind: Kind): readonly string[] {
  const folder = join(root, kind.folder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, `${kind.file}.ts`)))
    .sort();
}

export function partFile(kind: Kind, name: string): string {
  return join(root, kind.folder, name, `${kind.file}.ts`);
}

/** What a part's file exports. */
export async function loadPart<T>(kind: Kind, name: string): Promise<T> {
  const loaded = (await import(partFile(kind, name))) as Record<string, T | undefined>;
  const part = loaded[kind.export];
  if (part === undefined) throw new Error(`${partFile(kind, name)} exports no \`${kind.export}\`.`);
  return part;
}

export async function loadParts<T>(kind: Kind): Promise<readonly T[]> {
  return Promise.all(partNames(kind).map((name) => loadPart<T>(kind, name)));
}
