import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between the store and its server that can be cut. */
export async function wireTo(server: URL): Promise<{ url: string; cut: () => void }> {
  const sockets = new Set<Socket>();
  const wire = createServer((client) => {
    const far = connect(Number(server.port), server.hostname);
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.pipe(far).pipe(client);
  });
  await new Promise<void>((ready) => wire.listen(0, '127.0.0.1', ready));
  const url = new URL(server);
  url.port = String((wire.address() as AddressInfo).port);
  const cut = (): void => {
    wire.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, cut };
}
