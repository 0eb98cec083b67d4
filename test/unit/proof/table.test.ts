/** The table of what the fixes do: each rule has a row that says what was found, or why nothing was. */
import { deepStrictEqual } from 'node:assert/strict';
import { rowsOf } from '../../../scripts/proof/table';

const filled = (row: readonly string[]): readonly string[] => row.filter((cell) => cell !== '');
const NOTHING = { proofs: [], failures: [] };

describe('table of the proof', () => {
  it('says of a rule without results that it was not run', () => {
    deepStrictEqual(rowsOf(NOTHING, ['padding-to-max-length'], []).map(filled), [
      ['`padding-to-max-length`', 'not run'],
    ]);
  });

  it('says what a program needs that this machine has not, for each of its fixes', () => {
    const program = {
      rule: 'bulk-generation-without-engine',
      fixes: ['Set use_vllm=True', 'Another'],
      needs: 'vLLM and a GPU',
    };
    deepStrictEqual(rowsOf(NOTHING, ['bulk-generation-without-engine'], [program]).map(filled), [
      ['`bulk-generation-without-engine`', 'Set use_vllm=True', 'cannot run', 'needs vLLM and a GPU'],
      ['`bulk-generation-without-engine`', 'Another', 'cannot run', 'needs vLLM and a GPU'],
    ]);
  });

  it('shows a program that failed', () => {
    const failures = [{ rule: 'model-loaded-in-loop', program: 'files', fix: null, error: 'no' }] as const;
    deepStrictEqual(rowsOf({ proofs: [], failures }, ['model-loaded-in-loop'], []).map(filled), [
      ['`model-loaded-in-loop`', 'fails'],
    ]);
  });

  it('leaves a program that can run to its results', () => {
    const program = { rule: 'model-loaded-in-loop', fixes: ['Move the load'], needs: undefined } as const;
    deepStrictEqual(rowsOf(NOTHING, ['model-loaded-in-loop'], [program]).map(filled), [
      ['`model-loaded-in-loop`', 'not run'],
    ]);
  });
});
