/** Starting, and starting in vain. */
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SILENT } from '../testing/bridge';
import { freshDatabase } from '../testing/databases';
import { temporaryFolder } from '../testing/temporary-folder';
import { until } from '../testing/until';
import { readConfig, type Config } from './config';
import { openCore, startBridge } from './wiring';

async function taken(): Promise<{ server: Server; address: string }> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function free(): Promise<string> {
  const { server, address } = await taken();
  await new Promise((closed) => server.close(closed));
  return address;
}

const config = (env: Record<string, string>): Config =>
  readConfig({ MULTIPAY_DATA_DIR: temporaryFolder(), MULTIPAY_PRIVATE_ADDRESS: '127.0.0.1:0', ...env });

describe('a bridge', () => {
  it('starts on its private address only, unless it has a public one', async () => {
    const bridge = await startBridge(config({}), SILENT);
    onTestFinished(() => bridge.close());
    expect((await fetch(`${bridge.privateUrl}/health/ready`)).status).toBe(200);
    expect(bridge.publicUrl).toBeNull();
  });

  it('whose public address is taken does not start at all, and leaves its private one free', async () => {
    const privateAddress = await free();
    const { address: publicAddress } = await taken();
    const half = config({
      MULTIPAY_PRIVATE_ADDRESS: privateAddress,
      MULTIPAY_PUBLIC_ADDRESS: publicAddress,
      MULTIPAY_PUBLIC_URL: 'https://pay.example',
    });
    await expect(startBridge(half, SILENT)).rejects.toThrow('EADDRINUSE');
    await expect(fetch(`http://${privateAddress}/health/live`)).rejects.toThrow();
    const bridge = await startBridge(config({ MULTIPAY_PRIVATE_ADDRESS: privateAddress }), SILENT);
    await bridge.close();
  });

  it('that cannot open its vault leaves no connection to the database behind', async () => {
    const database = await freshDatabase('mariadb');
    onTestFinished(() => database.drop());
    const first = await openCore(config({ DATABASE_URL: database.url }), SILENT);
    await first.close();
    const otherKey = { DATABASE_URL: database.url, MULTIPAY_MASTER_KEY: randomBytes(32).toString('base64') };
    await expect(openCore(config(otherKey), SILENT)).rejects.toThrow('sealed under master key');
    await until(async () => (await connectionsTo(database.url)) === 0);
  });

  it('of an older version leaves a newer database alone, and no connection behind', async () => {
    const database = await freshDatabase('mariadb');
    onTestFinished(() => database.drop());
    await (await database.open()).close();
    await database.run("INSERT INTO schema_migration (name, applied_ms) VALUES ('9999-future', 0)");
    await expect(openCore(config({ DATABASE_URL: database.url }), SILENT)).rejects.toThrow('from a newer bridge');
    await until(async () => (await connectionsTo(database.url)) === 0);
  });
});

/** Open connections to a database, apart from the one that asks. */
async function connectionsTo(url: string): Promise<number> {
  const connection = await createConnection(url);
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
  );
  await connection.end();
  return rows.length;
}
