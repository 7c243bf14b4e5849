/**
 * Proves that a start makes a real network: a first start, a crash, a second start with its data, a move. Every check
 * says what it saw. Takes the options of `npm start` except --home and --reset; the home is a folder for temporary
 * files, removed at the end unless a check fails or --keep is given. Linux only.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseOptions } from '../options';
import { textReport } from '../report';
import { startNetwork, type NetworkOptions, type RunningNetwork } from '../start-network';
import { freeRow } from '../system/ports';
import {
  GATEWAYS,
  aPaymentIsPaid,
  expect,
  lastPieceIsSoldOnce,
  logIn,
  mailIsKept,
  servicesAnswer,
  shoppersPages,
  visitorsPages,
} from './checks';
import { endsBy, secondStartIsRefused } from './endings';
import { leftovers } from './leftovers';

const SECOND_START_WITHIN_MS = 10_000;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const report = textReport((text) => process.stdout.write(text));

async function check(title: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  const saw = await work();
  report.line(`✓ ${title}${typeof saw === 'string' ? `: ${saw}` : ''} (${Math.round(performance.now() - began)} ms)`);
}

async function everything({ dev }: RunningNetwork): Promise<void> {
  await check('the bridge and the simulators answer', () => servicesAnswer(dev));
  for (const site of dev.sites) {
    await check(`visitors of ${site.name}`, () => visitorsPages(site));
    if (!dev.woocommerce) continue;
    await check(`shoppers of ${site.name}`, () => shoppersPages(site));
    for (const gateway of Object.keys(GATEWAYS) as (keyof typeof GATEWAYS)[]) {
      await check(`${site.name} is paid by ${gateway}`, () => aPaymentIsPaid(dev, site, gateway));
    }
  }
  for (const account of dev.accounts) await check(`${account.login} logs in`, () => logIn(dev, account));
  await check('mails are kept', () => mailIsKept(dev));
}

async function nothingIsLeft(home: string): Promise<void> {
  await check('nothing is left running', async () => {
    const left = await leftovers(home);
    expect(left.length === 0, `no process is left: ${left.join('; ')}`);
  });
}

async function proveStarts(options: NetworkOptions, otherPort: number): Promise<void> {
  report.line('First start');
  const first = await startNetwork({ ...options, report });
  report.line(
    `WordPress ${first.dev.wordpress.version}, WooCommerce ${first.dev.woocommerce?.version ?? 'none'}, ${first.dev.database}, PHP ${first.dev.php}`,
  );
  await everything(first);
  const counting = first.dev.sites.filter(({ products }) => products.some(({ manages_stock }) => manages_stock));
  for (const site of counting)
    await check(`the last piece of ${site.name} is sold once`, () => lastPieceIsSoldOnce(site));
  await check('the bridge killed with -9 comes back', async () => {
    await first.kill('bridge', 'SIGKILL');
    await first.restart('bridge');
    return servicesAnswer(first.dev);
  });
  await first.stop();
  await nothingIsLeft(options.home);

  report.line('Second start');
  const began = performance.now();
  const second = await startNetwork({ ...options, report });
  const took = performance.now() - began;
  await check('a second start is quick and has its data', async () => {
    expect(took <= SECOND_START_WITHIN_MS, `it is up within ${SECOND_START_WITHIN_MS} ms, not ${Math.round(took)}`);
    expect(second.dev.network.id === first.dev.network.id, 'it is the same network at the bridge');
    expect(JSON.stringify(second.dev.sites) === JSON.stringify(first.dev.sites), 'it has the same pages and products');
    return `${Math.round(took)} ms`;
  });
  await everything(second);
  await second.stop();
  await nothingIsLeft(options.home);

  report.line(`Move to port ${otherPort}`);
  const moved = await startNetwork({ ...options, port: otherPort, report });
  await check('a network that has moved is the same at the bridge', async () => {
    expect(moved.dev.network.id === first.dev.network.id, 'it keeps its number');
    expect(moved.dev.merchants.alipay === first.dev.merchants.alipay, 'it keeps its merchants');
  });
  await everything(moved);
  await moved.stop();
  await nothingIsLeft(options.home);
}

/** How a person ends a start, or what ends it. */
async function proveEndings(home: string, port: number): Promise<void> {
  report.line('Endings');
  await check('Ctrl-C ends everything', () => endsBy('SIGINT', ROOT, home, port));
  await check('being told to end does', () => endsBy('SIGTERM', ROOT, home, port));
  await check('closing the terminal does', () => endsBy('SIGHUP', ROOT, home, port, true));
  await check('being killed does', () => endsBy('SIGKILL', ROOT, home, port));
  await check('a second start is refused', () => secondStartIsRefused(ROOT, home, `${home}-other`, port));
  await rm(`${home}-other`, { recursive: true, force: true });
  await nothingIsLeft(home);
}

const keep = process.argv.includes('--keep');
const asked = parseOptions(
  process.argv.slice(2).filter((arg) => arg !== '--keep'),
  ROOT,
  process.cwd(),
);
if (asked === 'help') throw new Error('this takes the options of npm start, and --keep');
const home = await realpath(await mkdtemp(join(tmpdir(), 'multipay-real-start-')));
const port = asked.port ?? (await freeRow(20_000 + Math.floor(Math.random() * 20_000)));
const otherPort = await freeRow((port ?? 0) + 20);
if (port === undefined || otherPort === undefined) throw new Error('no free ports');
await proveStarts({ ...asked, home, port }, otherPort);
await proveEndings(home, otherPort);
if (!keep) await rm(home, { recursive: true, force: true });
report.line(keep ? `The home is ${home}.` : 'All is so.');
process.exit(0);
