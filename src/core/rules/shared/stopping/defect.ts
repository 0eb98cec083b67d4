/** One early stopping that cannot do its work, as its framework found it. */
import type { Span } from '../../../text/span';
import type { Finding, Fix, Related } from '../../rule';
import type { Level } from '../level';

export interface Defect {
  readonly span: Span;
  readonly message: string;
  readonly level: Level;
  readonly notes: readonly string[];
  readonly related: readonly Related[];
  readonly facts: Finding['facts'];
  /** The run that would have been stopped. */
  readonly workload: number | null;
  readonly fixes: readonly Fix[];
}
