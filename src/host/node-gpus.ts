/** The names of the NVIDIA boards of this machine, without starting a tool or waking a board. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The driver on Linux names its boards here. */
const BOARDS = '/proc/driver/nvidia/gpus';

/** Empty where there is no such driver. */
export function nvidiaBoards(): readonly string[] {
  try {
    return readdirSync(BOARDS).flatMap((board) => {
      const name = /^Model:\s*(.+)$/m.exec(readFileSync(join(BOARDS, board, 'information'), 'utf8'))?.[1];
      return name === undefined ? [] : [name.trim()];
    });
  } catch {
    return [];
  }
}
