/** What the files beside the code configure: settings by dotted name, and the lines that launch the program. */

export type Scalar = string | number | boolean | null;

/** One configured value and the file that says so, for messages. */
export interface Setting {
  readonly value: Scalar;
  readonly via: string;
}

/** A settings file, read as far as nested mappings, lists and plain scalars go. */
export interface SettingsFile {
  readonly path: string;
  readonly kind: 'accelerate' | 'deepspeed' | 'lightning-cli' | 'sweep' | 'other';
  /** The scalar under a dotted name: `trainer.max_epochs`; list items by index. */
  get(name: string): Scalar | undefined;
  /** True when a mapping, a list or a scalar lies there. */
  has(name: string): boolean;
  /** All dotted names that hold scalars, in order. */
  readonly names: readonly string[];
}

/** One line of a script, a Makefile or an editor configuration that starts this program. */
export interface Launch {
  readonly via: string;
  /** `accelerate`, `torchrun`, `deepspeed`, `python`, ... */
  readonly launcher: string;
  /** Options of the program by name without dashes, `_` for `-`; true for one without a value. */
  readonly options: ReadonlyMap<string, Scalar>;
  /** Options of the launcher itself: `mixed_precision` of `accelerate launch`. */
  readonly launcherOptions: ReadonlyMap<string, Scalar>;
}

export interface ConfigurationFacts {
  readonly files: readonly SettingsFile[];
  readonly launches: readonly Launch[];
  /** Reduced precision that a file beside the code sets for this program: `bf16`, `fp16`, `16-mixed`. */
  readonly precision: Setting | null;
  /** Full precision or none is chosen explicitly: `mixed_precision: no`. */
  readonly fullPrecision: Setting | null;
  /** Values that launch lines pass for an option of this program; empty when none does. */
  option(name: string): readonly Setting[];
  /** The value of `cfg.<name>` in a function that `@hydra.main` decorates or that gets such a `cfg`. */
  hydra(name: string): Setting | undefined;
  /** An early-stopping callback in a LightningCLI file or a Hydra configuration of this program. */
  readonly stops: Setting | null;
}

/** A release that the project names for a package. */
export interface PackageVersion {
  readonly major: number;
  readonly minor: number;
  /** `exact`: `==` or a lock file; `at-least`: `>=`, `~=` or `^`; `below`: only an upper bound. */
  readonly bound: 'exact' | 'at-least' | 'below';
  /** The file, or the notebook's shell lines. */
  readonly via: string;
}
