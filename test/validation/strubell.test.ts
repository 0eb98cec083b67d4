/** The architecture search of Strubell et al. 2019, from its own inputs, and why the projection was 88 times too high. */
import assert from 'node:assert/strict';
import { estimateWorkload } from '../../src/core/estimate/estimate';
import { buildContext } from '../../src/core/estimate/context';
import { workloadWith } from '../support/workload';

/** Table 3: 8 P100 with their host, mean of the sampled draw; hours are those of one machine. */
const PROJECTED = { hours: 274_120, watts: 1515.43, pue: 1.58, kwh: 656_347 };
/** Patterson et al. 2021 (arXiv 2104.10350), table 4: the search as it was run. */
const MEASURED_KWH = 7500;

describe('the architecture search of Strubell et al. 2019', () => {
  it('follows from its own inputs', () => {
    const { context, problems } = buildContext({
      hardware: `8x P100 @ ${PROJECTED.watts} W`,
      region: null,
      pue: PROJECTED.pue,
      hours: PROJECTED.hours,
      machine: null,
    });
    const { estimate } = estimateWorkload(workloadWith({ model: 'transformer_big' }), context);
    assert.deepEqual(problems, []);
    assert.ok(estimate !== null && Math.abs(estimate.energy.typical / PROJECTED.kwh - 1) < 0.001);
  });

  it('was 88 times what the search took', () => {
    assert.equal(Math.round(PROJECTED.kwh / MEASURED_KWH), 88);
  });
});
