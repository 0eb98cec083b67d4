/** The GPU that `nvidia-smi` names. */
import { linesOf, type Accelerator, type Reader } from './observation';

/** `|   0  Tesla T4            Off  | 00000000:00:04.0 Off |                    0 |` */
const TABLE = /^\| +\d+ +(.+?) +(?:On|Off) *\| +[0-9A-F]{8}:/i;
/** `GPU 0: Tesla T4 (UUID: GPU-...)`, as `nvidia-smi -L` prints it. */
const LIST = /^GPU \d+: (.+?) \(UUID: /;

export const readAccelerators: Reader = (outputs) => linesOf(outputs).flatMap(named);

function named(line: string): Accelerator[] {
  const name = (TABLE.exec(line) ?? LIST.exec(line))?.[1];
  // Old releases cut long names: what is left of "GeForce RTX 208..." may be another part.
  if (name === undefined || /\d\.\.\.$|^(NVIDIA )?GeForce \.\.\.$/.test(name)) return [];
  const value = name.replace(/-?\.\.\.$/, '');
  return [{ kind: 'accelerator', value, by: 'nvidia-smi', quote: value }];
}
