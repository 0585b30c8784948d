import { once } from 'node:events';
import { type AddressInfo, createServer, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What a network does to what is sent: `delay` in ms, towards the target; `cut`: nothing passes, and nobody is told. */
export type Network = { delay?: number; bytesPerSecond?: number; cut?: boolean };

/** A network between two programs on this machine, in place of `tc` and `iptables`, which need root. It ends with the test. */
export type TcpProxy = AsyncDisposable & {
  port: number;
  /** From now on; without arguments, as if it was not there. What was held back by a cut goes on then. */
  be: (network?: Network) => void;
};

/** Starts a proxy on a free port of loopback; `target` is a port of loopback, too. */
export async function tcpProxy(target: number): Promise<TcpProxy> {
  let network: Network = {};
  let healed = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const peer = connect(target, '127.0.0.1');
    for (const socket of [client, peer]) {
      sockets.add(socket.setNoDelay());
      socket.on('error', () => socket.destroy());
    }
    forward(client, peer, true);
    forward(peer, client, false);
  });

  /** Sends on what comes from one side, in order, as the network allows at that time. */
  function forward(from: Socket, to: Socket, delayed: boolean): void {
    let last = Promise.resolve();
    const next = (act: () => unknown, bytes = 0) => {
      const due = performance.now() + (delayed ? (network.delay ?? 0) : 0);
      last = last.then(async () => {
        await wait(Math.max(0, due - performance.now())); // the time on the way
        if (network.bytesPerSecond) await wait((bytes / network.bytesPerSecond) * 1000); // the width of the way
        if (network.cut) await healed.promise;
        act();
      });
    };
    from.on('data', (bytes: Buffer) => next(() => to.writable && to.write(bytes), bytes.length));
    from.on('end', () => next(() => to.end()));
    from.on('close', () => {
      sockets.delete(from);
      if (network.cut)
        to.destroy(); // what it sent into a cut is gone with it
      else next(() => to.end());
    });
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    be: (next = {}) => {
      network = next;
      if (next.cut) healed = Promise.withResolvers<void>();
      else healed.resolve();
    },
    [Symbol.asyncDispose]: async () => {
      healed.resolve();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
