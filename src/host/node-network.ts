/** Reading a text over http on Node: bounded in time and size, and never led to another host. */
import type { Fetched, Network, NetworkLimits } from './ports';

const MOST_REDIRECTS = 3;

export const nodeNetwork: Network = {
  async getText(address, limits) {
    const signal = AbortSignal.timeout(limits.timeout);
    try {
      return await follow(address, limits, signal);
    } catch (error) {
      return { why: signal.aborted ? `no answer within ${seconds(limits)} s` : reasonOf(error) };
    }
  },
};

async function follow(address: string, limits: NetworkLimits, signal: AbortSignal): Promise<Fetched> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: 'text/plain' } });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return read(response, limits);
    await response.body?.cancel();
    const next = new URL(location, url);
    if (next.host !== url.host || next.protocol !== url.protocol) return { why: `it leads on to ${next.host}` };
    url = next;
  }
  return { why: 'it leads in circles' };
}

/** Read piece by piece, so that one without an end does not fill the memory. */
async function read(response: Response, { bytes }: NetworkLimits): Promise<Fetched> {
  if (!response.ok) {
    await response.body?.cancel();
    return { why: `it answers with status ${response.status}` };
  }
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > bytes) {
      await reader?.cancel();
      return { why: `its answer is longer than ${Math.round(bytes / 1000)} kB` };
    }
    chunks.push(next.value);
  }
  return { text: Buffer.concat(chunks).toString('utf8') };
}

function seconds({ timeout }: NetworkLimits): number {
  return timeout / 1000;
}

/** `fetch failed` says nothing; what is behind it does. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code ?? (error instanceof Error ? error.message : String(error));
}
