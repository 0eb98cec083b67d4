/** Everything that the outputs of one cell say, read when it is first asked for. */
import type { CellOutputs } from '../../text/notebook/outputs';
import { readAccelerators } from './accelerators';
import { readBoosting } from './boosting';
import { readFitTimes } from './fit-times';
import { readHuggingFace } from './hugging-face';
import { readKeras } from './keras';
import { readLightning } from './lightning';
import type { Observation, Reader } from './observation';
import { readProgressBars } from './progress-bars';
import { readSearches } from './searches';
import { readTables } from './tables';
import { readTiming } from './timing';

const READERS: readonly Reader[] = [
  readKeras,
  readHuggingFace,
  readProgressBars,
  readLightning,
  readTables,
  readSearches,
  readFitTimes,
  readBoosting,
  readTiming,
  readAccelerators,
];

/** The texts of a cell stay the same object until it runs again. */
const known = new WeakMap<CellOutputs['texts'], readonly Observation[]>();

export function observationsIn(outputs: CellOutputs): readonly Observation[] {
  let found = known.get(outputs.texts);
  if (!found) known.set(outputs.texts, (found = READERS.flatMap((reader) => [...reader(outputs)])));
  return found;
}
