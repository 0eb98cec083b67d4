/** Evidence that a program already uses reduced precision. */
import type { Span } from '../text/span';

export interface PrecisionFacts {
  /**
   * `mixed`: autocast, precision argument, bf16 weights are in use. `optional`: a flag that is off by default can
   * switch it on. `none`: no sign of it. `unknown`: something that could set it was not readable.
   */
  readonly state: 'mixed' | 'optional' | 'none' | 'unknown';
  readonly evidence: readonly { readonly span: Span; readonly what: string }[];
  /** True when TF32 is switched on for float32 matrix products. */
  readonly tf32: boolean;
  /** True when the code computes on purpose in float64, complex numbers or second-order gradients. */
  readonly needsFullPrecision: boolean;
}
