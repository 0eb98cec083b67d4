/** Models and layers of Keras, which get their weights when it is known what goes into them. */
import type { Run } from './run';
import { tensorOf, UNKNOWN_THING, type Given, type Instance, type Thing } from './things';

export function initialiseKeras(run: Run, instance: Instance, library: string, given: Given): void {
  void [run, library, given];
  instance.exact = false;
}

export function callKeras(run: Run, module: Instance, given: Given): Thing {
  void [run, module, given];
  return tensorOf(null);
}

export function callKerasMethod(run: Run, module: Instance, name: string, given: Given): Thing {
  void [run, module, name, given];
  return UNKNOWN_THING;
}
