/** Reading a text over http: limits of time and size, redirects, and failures as values. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { millis } from '../../../src/core/units/quantity';
import { nodeNetwork } from '../../../src/host/node-network';
import type { Fetched } from '../../../src/host/ports';

const LIMITS = { timeout: millis(5000), bytes: 1000 };

describe('network', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  }

  const why = (fetched: Fetched): string => ('why' in fetched ? fetched.why : 'it answered');

  it('reads a text', async () => {
    const address = await serve((_, response) => response.end('watts 12\n'));
    assert.deepEqual(await nodeNetwork.getText(address, LIMITS), { text: 'watts 12\n' });
  });

  it('follows a redirect on the same host and none to another', async () => {
    const address = await serve(({ url }, response) => {
      if (url === '/there') return response.end('here');
      const location = url === '/metrics' ? '/there' : 'http://localhost:1/elsewhere';
      return response.writeHead(302, { location }).end();
    });
    assert.deepEqual(await nodeNetwork.getText(address, LIMITS), { text: 'here' });
    const away = await nodeNetwork.getText(address.replace('/metrics', '/away'), LIMITS);
    assert.equal(why(away), 'it leads on to localhost:1');
  });

  it('gives up on redirects in circles', async () => {
    const address = await serve((_, response) => response.writeHead(302, { location: '/metrics' }).end());
    assert.equal(why(await nodeNetwork.getText(address, LIMITS)), 'it leads in circles');
  });

  it('does not read an answer that is too long, even one without an end', async () => {
    const address = await serve((_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(500), more);
      };
      more();
    });
    assert.equal(why(await nodeNetwork.getText(address, LIMITS)), 'its answer is longer than 1 kB');
  });

  it('gives up on a server that never answers', async () => {
    const address = await serve(() => undefined);
    const fetched = await nodeNetwork.getText(address, { ...LIMITS, timeout: millis(50) });
    assert.equal(why(fetched), 'no answer within 0.05 s');
  });

  it('says what is wrong', async () => {
    const address = await serve((_, response) => response.writeHead(404).end());
    assert.equal(why(await nodeNetwork.getText(address, LIMITS)), 'it answers with status 404');
    await new Promise((resolve) => servers.pop()?.close(resolve));
    assert.equal(why(await nodeNetwork.getText(address, LIMITS)), 'ECONNREFUSED');
    assert.match(why(await nodeNetwork.getText('nonsense', LIMITS)), /Invalid URL/);
  });
});
