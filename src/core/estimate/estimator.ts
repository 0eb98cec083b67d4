/** The estimator as calibration asks it; passed on rather than imported, because calibration is loaded apart. */
import type { Estimator } from './calibration/prepared';
import { isHardware, parseHardware } from './hardware';
import { priorOf } from './prior';

export const estimator: Estimator = {
  prior: priorOf,
  hardware(text) {
    const found = parseHardware(text);
    return isHardware(found) ? found : null;
  },
};
