/** The estimator as calibration asks it; passed on rather than imported, because calibration is loaded apart. */
import type { Estimator } from './calibration/prepared';
import { familyOf } from './classical';
import { isHardware, parseHardware } from './hardware';
import { priorOf } from './prior';

export const estimator: Estimator = {
  family: familyOf,
  prior: (workload, hardware) => priorOf(workload, familyOf(workload), hardware),
  hardware(text) {
    const found = parseHardware(text);
    return isHardware(found) ? found : null;
  },
};
