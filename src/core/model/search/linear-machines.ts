/** Support vector machines with a linear kernel, of which nothing is asked that only a kernel machine has. */
import type { Call } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { asBoolean, asString } from '../values';
import { type EstimatorUses, estimatorUses, mayAsk, variedParameters } from './estimator-uses';
import { needsProbability } from './unused-probability';

export interface LinearMachine {
  readonly call: Call;
  readonly name: 'SVC' | 'SVR';
  readonly given: Arguments;
  readonly certainty: 'is' | 'may';
  /** The kernel is the default of an option. */
  readonly isOption: boolean;
  readonly uses: EstimatorUses;
}

/** Regression could be given its first arguments by position before 1.0, classification only `C`. */
const PARAMETERS: Readonly<Record<LinearMachine['name'], readonly string[]>> = {
  SVC: ['C', 'kernel', 'degree', 'gamma'],
  SVR: ['kernel', 'degree', 'gamma'],
};

export function linearMachines(model: Model): readonly LinearMachine[] {
  return model
    .callsOf('sklearn.svm.SVC', 'sklearn.svm.SVR')
    .flatMap(({ call, name: canonical, certainty, through }): readonly LinearMachine[] => {
      const name = lastPart(canonical) as LinearMachine['name'];
      const given = model.arguments(call, PARAMETERS[name]);
      const kernel = given.get('kernel');
      if (through || model.isIgnored(call) || !given.complete || !kernel) return [];
      const value = model.value(kernel.value);
      if (asString(value) !== 'linear' || keepsPairs(model, given)) return [];
      const uses = estimatorUses(model, call);
      if (needsKernel(model, given, uses)) return [];
      return [{ call, name, given, certainty, isOption: value.certainty === 'default', uses }];
    });
}

/** One decision for each pair of classes. */
function keepsPairs(model: Model, given: Arguments): boolean {
  const shape = given.get('decision_function_shape');
  return shape !== undefined && asString(model.value(shape.value)) !== 'ovr';
}

/** What only machines have that keep their support vectors. */
const OF_KERNELS = ['support_vectors_', 'support_', 'n_support_', 'dual_coef_', 'shape_fit_', 'kernel'];

function needsKernel(model: Model, given: Arguments, uses: EstimatorUses): boolean {
  if (mayAsk(model, uses, OF_KERNELS) || variedParameters(model, uses).names.has('kernel')) return true;
  const probability = given.get('probability');
  if (!probability || asBoolean(model.value(probability.value)) === false) return false;
  return needsProbability(model, uses);
}
