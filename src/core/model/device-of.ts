/** Collects evidence about where the program trains. */
import type { DeviceFacts } from './device';
import type { Model } from './model';

export function findDevice(model: Model): DeviceFacts {
  void model;
  return { kind: 'unknown', evidence: [] };
}
