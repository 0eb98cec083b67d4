/** What estimates need besides the code, made once for each configuration. */
import type { Config } from '../core/config/types';
import type { EstimateContext } from '../core/estimate/types';

export class Contexts {
  for(config: Config): Promise<EstimateContext> {
    void config;
    return Promise.resolve({} as EstimateContext);
  }
}
