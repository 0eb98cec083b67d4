/** One place where a program turns a debugging aid of its framework on or off. */
import type { Node } from '../../syntax/ast';
import type { Value } from '../../model/values';
import type { TextEdit } from '../../text/span';
import type { Fix, ImportNeed } from '../rule';
import type { Level } from './level';

export interface DebugSwitch {
  /** What a user knows it by: `set_detect_anomaly`, `run_eagerly`. */
  readonly name: string;
  readonly node: Node;
  readonly state: 'on' | 'off';
  readonly level: Level;
  readonly message: string;
  readonly note: string | null;
  /** How the default can be overridden; null when the source fixes it. */
  readonly via: string | null;
  readonly fixes: readonly Fix[];
}

export function overriddenBy(value: Value): string | null {
  return value.certainty === 'default' ? (value.via ?? 'an option') : null;
}

/** What is computed stays the same; only the watching stops. */
export function switchOff(
  name: string,
  edits: readonly TextEdit[] | undefined,
  imports: readonly ImportNeed[] = [],
): Fix[] {
  return edits ? [{ safety: 'safe', title: `Switch ${name} off`, edits, imports }] : [];
}
