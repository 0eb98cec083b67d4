/** Where the windows of one user on one machine meet to share a meter. */
import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { historyFile } from './state';

/** Windows of versions that speak differently do not meet. */
const PROTOCOL = 1;
/** The shortest limit for the path of a socket among the systems (macOS, unix(4)); Linux has 108. */
const LONGEST_PATH = 103;

/**
 * Named after the machine, because a home folder may be shared by several. Undefined where the path is too long for a
 * socket: then each window has a meter of its own.
 */
export function meterAddress(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = dirname(historyFile(env));
  const name = createHash('sha256').update(`${hostname()}\n${folder}`).digest('hex').slice(0, 12);
  if (process.platform === 'win32') return `\\\\.\\pipe\\carbon-hints-${userName()}-${name}-${PROTOCOL}`;
  const path = join(folder, `meter-${name}-${PROTOCOL}.sock`);
  return Buffer.byteLength(path) <= LONGEST_PATH ? path : undefined;
}

function userName(): string {
  try {
    return userInfo().username.replace(/[^\w-]/g, '_');
  } catch {
    return 'user';
  }
}
