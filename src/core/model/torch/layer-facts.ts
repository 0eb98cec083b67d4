/** How many layers a module has and how many weights they hold. */
export interface LayerFacts {
  /** Convolution, linear, attention or recurrent layers: what runs on matrix units. */
  readonly heavy: number;
  readonly convolutions: number;
  /** Linear layers. */
  readonly dense: number;
  /** Weights of the layers, at most where `complete`; embeddings, which are looked up and not multiplied, do not count. */
  readonly parameters: number;
  /** False when a layer's size is not known or an unknown module is used. */
  readonly complete: boolean;
  /** Some layers are those of a module that was not read: of a library, of a file that was not there, or too far down. */
  readonly unread: boolean;
  /** All weights, embeddings among them; absent where the module could not be built. */
  readonly weights?: { readonly least: number; readonly most: number };
}

/** A loss or a helper of the class of modules: nothing in it multiplies by weights. */
export function isWithoutLayers(layers: LayerFacts | undefined): boolean {
  return layers !== undefined && layers.heavy === 0 && !layers.unread;
}
