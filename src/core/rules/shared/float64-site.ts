/** One place where a training program chooses float64 for what it computes with. */
import type { Node } from '../../syntax/ast';
import type { Span } from '../../text/span';

export type Float64Kind = 'torch' | 'keras' | 'jax' | 'lightning';

export interface Float64Site {
  readonly kind: Float64Kind;
  readonly node: Node;
  readonly message: string;
  /** What is written instead; null where the type of everything around it would have to change as well. */
  readonly replacement: { readonly span: Span; readonly text: string } | null;
  readonly title: string;
  /** How the default can be overridden; null when the source fixes it. */
  readonly via: string | null;
}
