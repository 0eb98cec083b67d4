/** Evidence about where the program trains. */
import type { Span } from '../text/span';

/** Unknown stays unknown. `conditional`: an accelerator when there is one (`cuda if is_available() else cpu`). */
export type DeviceKind = 'accelerator' | 'conditional' | 'cpu' | 'mps' | 'tpu' | 'unknown';

export interface DeviceFacts {
  readonly kind: DeviceKind;
  /** The places that say so, best first. */
  readonly evidence: readonly { readonly span: Span; readonly what: string }[];
}
