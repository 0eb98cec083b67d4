/** Connections between the windows of one user on one machine: Unix sockets, and named pipes on Windows. */
import { chmodSync, mkdirSync, statSync, unlinkSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { readLines } from './node-lines';
import type { Channel, Listener, Sockets } from './ports';

/** The other side reads nothing any more: it hangs, or is stopped in a debugger. */
const MOST_UNREAD = 256 * 1024;
/** A process that hangs may still hold its socket, and then connecting neither succeeds nor fails. */
const CONNECT_WITHIN = 2000;
const isPipe = (address: string): boolean => address.startsWith('\\\\.\\pipe\\');

export const nodeSockets: Sockets = { connect, listen };

function connect(address: string): Promise<Channel | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    const timer = setTimeout(() => socket.destroy(), CONNECT_WITHIN);
    const end = (channel: Channel | undefined): void => {
      clearTimeout(timer);
      resolve(channel);
    };
    socket.once('connect', () => end(channelOf(socket)));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => end(undefined));
  });
}

async function listen(address: string, accept: (channel: Channel) => void): Promise<Listener | undefined> {
  if (!prepareFolder(address)) return undefined;
  const server = await bind(address, accept);
  if (server !== 'taken') return server && listenerOf(server, address);
  const other = await connect(address);
  if (other !== undefined || isPipe(address)) {
    other?.close();
    return undefined;
  }
  removeFile(address);
  const second = await bind(address, accept);
  return second === undefined || second === 'taken' ? undefined : listenerOf(second, address);
}

function bind(address: string, accept: (channel: Channel) => void): Promise<Server | 'taken' | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      accept(channelOf(socket));
    });
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE' ? 'taken' : undefined));
    server.listen(address, () => {
      server.on('error', () => undefined);
      // The window must be able to end while others are connected.
      server.unref();
      resolve(server);
    });
  });
}

function listenerOf(server: Server, address: string): Listener {
  if (!isPipe(address)) chmodSync(address, 0o600);
  const own = inodeOf(address);
  return { isIntact: () => isPipe(address) || inodeOf(address) === own, close: () => server.close() };
}

function channelOf(socket: Socket): Channel {
  socket.unref();
  return {
    lines: readLines(socket),
    send(line) {
      if (socket.writableLength > MOST_UNREAD) socket.destroy();
      else if (!socket.destroyed) socket.write(`${line}\n`);
    },
    close: () => socket.destroy(),
  };
}

/** For this user only: whoever could write here could speak for the meter. */
function prepareFolder(address: string): boolean {
  if (isPipe(address)) return true;
  try {
    mkdirSync(dirname(address), { recursive: true, mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

function removeFile(path: string): void {
  try {
    if (statSync(path).isSocket()) unlinkSync(path);
  } catch {
    // Somebody else has removed it, or may not be disturbed: binding will tell.
  }
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}
