/** Serves VS Code with the packaged extension on the sample project until it is told to stop. */
import { addressOf } from './address';
import { installServed } from './install';
import { sampleFolder } from './paths';
import { type Server, startServer } from './server';

/** Resolves after Ctrl-C or another request to end, with the server gone. */
export async function serveSample(vsix: string, port: number): Promise<void> {
  const server = await startSampleServer(vsix, port);
  const stopped = stopRequest();
  console.log(`\nVS Code with Carbon Hints is ready. Open this address in a browser:\n`);
  console.log(`  ${addressOf(server, { folder: sampleFolder })}\n`);
  console.log('Ctrl-C ends it.');
  await stopped;
  await server.stop();
}

export async function startSampleServer(vsix: string, port: number): Promise<Server> {
  return startServer(await installServed('newest'), {
    name: 'start',
    vsix,
    port,
    // The sample's README says what there is to see in which file.
    settings: { 'workbench.startupEditor': 'readme' },
  });
}

/** Further signals change nothing: the server is being ended already. */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    // Who started this may have died without a word.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && resolve(), 1000).unref();
  });
}
