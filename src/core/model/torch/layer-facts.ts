/** How many layers a module has and how many weights they hold. */
export interface LayerFacts {
  /** Convolution, linear, attention or recurrent layers: what runs on matrix units. */
  readonly heavy: number;
  readonly convolutions: number;
  /** Linear layers. */
  readonly dense: number;
  /** Weights of the layers whose sizes are literal; embeddings, which are looked up and not multiplied, do not count. */
  readonly parameters: number;
  /** False when a layer's size is not literal or an unknown module is used. */
  readonly complete: boolean;
}
