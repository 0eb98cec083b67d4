/** What an imported name stands for in another file of the workspace, as facts without nodes or offsets of that file. */
import type { DeviceKind } from '../device';
import type { Given } from './given';
import type { TrainingKind } from '../loops';
import type { LayerFacts } from '../torch/layer-facts';
import type { Value } from '../values';
import type { Call, Loop } from '../../syntax/ast';

interface ImportedBase {
  /** As it is called where it is defined: `train_one_epoch`. */
  readonly name: string;
  /** The workspace path of the file that defines it, for messages. */
  readonly file: string;
}

/** What some code does, itself and through what it calls in its own file and in the files that this one imports. */
export interface ImportedBehaviour {
  /** `epochs`: loops over epochs; `steps`: loops over batches; `step`: one step; null: does not train. */
  readonly trains: 'epochs' | 'steps' | 'step' | null;
  /** The epochs of its own epoch loop; unknown without one. */
  readonly epochs: Value;
  /** The loop that trains, where there is one. */
  readonly loop: ImportedLoop | null;
  /** What kind of training it runs; null when it runs none. */
  readonly training: TrainingKind | null;
  /** Runs forwards over evaluation data without a backward pass. */
  readonly evaluates: boolean;
  /** Switches gradients off: as a decorator, a context, or around all its forwards. */
  readonly gradOff: boolean;
  /** `mixed`: computes in 16 bits; `optional`: an option of it switches that on. */
  readonly precision: 'mixed' | 'optional' | 'none';
  readonly device: DeviceKind;
  /** Watches a score and ends training or a trial early. */
  readonly stops: boolean;
  /** Computes something that 16 bits spoil although autocast is on: see `torch/autocast-risk.ts`. */
  readonly isRiskyUnderAutocast: boolean;
  /** Names and attributes of the code that match, for questions that have no fact of their own. */
  readonly uses: (pattern: RegExp) => boolean;
}

/** Training in another file, as far as who calls it has to know. */
export interface ImportedLoop {
  /** Null for a single step without a loop. */
  readonly kind: TrainingKind | null;
  /** The function that it stands in, its file, and the line there, from 1. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** The model that it trains, where its file names it. */
  readonly model: string | null;
  /** Where the files that lead to it say that they compute, that of the loop among them. */
  readonly devices: readonly DeviceKind[];
  /** `settled` where its file chooses a precision, needs the one it has, or leaves it to a library. */
  readonly precision: 'settled' | 'optional' | 'none';
  /** Its file computes with sparse graph kernels. */
  readonly graphs: boolean;
  /** It loops over epochs and measures a validation score in each. */
  readonly validates: boolean;
  /** It may leave its epochs early; true where it has none of its own. */
  readonly endsEarly: boolean;
}

/** A data loader that a function makes and hands back. */
export interface ImportedLoader {
  /** Where it is in the tuple that is handed back; null where it is the whole, or somewhere in it. */
  readonly place: { readonly index: number; readonly of: number } | null;
  /** `none` and `some` where the parameter has its default, if there is one. */
  readonly workers: 'none' | 'some' | 'mixed' | 'unknown';
  /** The parameter that gives the number of workers. */
  readonly workersFrom: string | null;
  /** Whether workers live on between epochs, with the default of the parameter if there is one. */
  readonly persistent: 'on' | 'off' | 'unknown';
  readonly persistentFrom: string | null;
  /** What the process that reads it does for each item when there are no workers, in words; null when that is not known. */
  readonly work: string | null;
}

export interface ImportedFunction extends ImportedBase, ImportedBehaviour {
  readonly kind: 'function';
  /** Parameters that a call sets, in order; without `self`. */
  readonly parameters: readonly string[];
  /** What says for how many epochs its own loop runs, where its callers do. */
  readonly epochsFrom: Given | null;
  /** The layers of the module that it builds and returns; null when it returns something else. */
  readonly layers: LayerFacts | null;
  /** External classes of which it returns instances, by canonical name. */
  readonly returns: readonly string[];
  /** A method of a module that runs its layers and leaves gradients as they are. */
  readonly runsLayers: boolean;
  /** The data loaders that it makes and hands back. */
  readonly loaders: readonly ImportedLoader[];
}

export interface ImportedClass extends ImportedBase, ImportedBehaviour {
  readonly kind: 'class';
  /** All external classes above it, by canonical name. */
  readonly bases: readonly string[];
  /** The layers it builds, when it is a module; null for other classes. */
  readonly layers: LayerFacts | null;
  /** One of its methods, or of its local bases. */
  method(name: string): ImportedFunction | undefined;
}

export interface ImportedConstant extends ImportedBase {
  readonly kind: 'constant';
  /** Its source is null; sequences and dictionaries have no items. */
  readonly value: Value;
  /** Where its file computes, for what is named after a device. */
  readonly device: DeviceKind;
}

export type Imported = ImportedFunction | ImportedClass | ImportedConstant;

/** A loop of this program that trains through a function of another file. */
export interface ImportedTraining {
  readonly framework: 'torch' | 'tensorflow';
  /** The loop that runs the function again and again; null when the function loops over the epochs itself. */
  readonly epoch: Loop | null;
  /** The call in this program. */
  readonly call: Call;
  readonly epochs: Value;
  readonly through: ImportedFunction;
}
