/**
 * `npm run bench`: everything through real processes (a bridge on its embedded database, both simulators), as ratios
 * within one run where two things are compared. What misses its goal is said as it is, and is no failure.
 */
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { siteHost } from '../bridge/testing/site';
import { checkoutSize } from './checkout-size';
import { lines, type Finding } from './lib/report';
import { openShop } from './lib/shop';
import { run, stand } from './lib/stand';
import { network } from './network';
import { notifications } from './notifications';
import { opened } from './opened';
import { ownTime } from './own-time';
import { pageCost } from './page-cost';
import { phoneToPage } from './phone-to-page';
import { reads } from './reads';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
await run('npm', ['run', 'build', '--silent']);
await run(process.execPath, [`${root}bridge/build.mjs`]);
const [processor] = cpus();
say(`Node ${process.version}, ${cpus().length} × ${processor?.model ?? 'an unknown processor'}`);
say(`Load of the machine before: ${loadavg()[0]?.toFixed(2) ?? 'unknown'}\n`);

const host = await siteHost();
const ground = await stand();
try {
  const shop = await openShop(ground, host.url);
  const benchmarks: readonly (() => Promise<Finding | Finding[]> | Finding)[] = [
    checkoutSize,
    network,
    pageCost,
    () => opened(ground, shop, 'wechat_pay'),
    () => opened(ground, shop, 'alipay'),
    () => reads(ground, shop),
    () => ownTime(ground, shop),
    () => notifications(ground, shop),
    () => phoneToPage(ground, shop),
  ];
  for (const benchmark of benchmarks) for (const line of lines([await benchmark()].flat())) say(line);
} finally {
  await ground.end();
  await host.close();
}
say(`\nLoad of the machine after: ${loadavg()[0]?.toFixed(2) ?? 'unknown'}`);
