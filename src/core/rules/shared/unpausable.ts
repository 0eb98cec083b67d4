/** A long run that has to start again when it is interrupted. */
import type { Scale } from '../../model/scale/scale';
import type { Value } from '../../model/values';
import type { Workload } from '../../model/workload';
import type { Node } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import type { ImportNeed } from '../rule';

export interface Unpausable {
  readonly node: Node;
  readonly epochs: number;
  readonly length: Value;
  /** `nothing`: no checkpoint before the end. `weights`: without the state of the optimizer. */
  readonly keeps: 'nothing' | 'weights';
  readonly scale: Scale;
  readonly workload: Workload | undefined;
  readonly fix: Change | null;
}

interface Change {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
}
