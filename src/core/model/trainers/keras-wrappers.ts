/** scikit-learn wrappers that hand `epochs` to a Keras fit. */
import type { Model } from '../model';
import type { KerasFit } from './keras-fit';

const WRAPPERS = [
  'scikeras.wrappers.KerasClassifier',
  'scikeras.wrappers.KerasRegressor',
  'keras.wrappers.scikit_learn.KerasClassifier',
  'keras.wrappers.scikit_learn.KerasRegressor',
];

/** Wrapper constructors that set epochs; none when the file stops training anywhere, because callbacks may come later. */
export function wrapperFits(model: Model): readonly KerasFit[] {
  if (model.program.mentions('EarlyStopping')) return [];
  return model.callsOf(...WRAPPERS).flatMap(({ call, through }) => {
    if (through || model.isIgnored(call)) return [];
    const given = model.arguments(call, ['build_fn']);
    return [{ call, receiver: call, given, definition: null, legacy: true }];
  });
}
