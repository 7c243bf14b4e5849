import { fileURLToPath } from 'node:url';
import { USAGE, parseOptions, type StartOptions } from './options';
import { StartProblem, sentenceFor } from './problem';
import { table, textReport } from './report';
import type { Dev } from './dev-file';
import { startNetwork } from './start-network';
import { freeBytes } from './system/disk';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** npm passes a Ctrl-C on that the terminal has sent to us too: what follows at once is the same one. */
const SAME_SIGNAL_MS = 1_000;

const { stdout } = process;
// A terminal that was closed takes no more text; what there is to do is done all the same.
stdout.on('error', () => undefined);
const report = textReport((text) => stdout.write(text));

/** Addresses and log-ins, as a person wants to have them after a start. */
function overview(dev: Dev): string {
  const shops = dev.sites.flatMap((site): [string, string][] => [
    [site.name, site.url],
    ['  pay here', site.pay_page_url],
    ...(site.shop_url ? [['  shop', site.shop_url] as [string, string]] : []),
    ...(site.checkout_url ? [['  checkout', site.checkout_url] as [string, string]] : []),
    ['  admin', site.admin_url],
  ]);
  const logins = dev.accounts.map(({ role, site, login, password }): [string, string] => [
    `${login} / ${password}`,
    `${role.replace('_', ' ')}${site === null ? '' : ` of ${dev.sites.find(({ id }) => id === site)?.name ?? site}`}`,
  ]);
  const rows: [string, string][] = [
    ...shops,
    ['Network admin', dev.network.network_admin_url],
    ['WeChat Pay’s phone', dev.simulators.wechat_pay.phone_url],
    ['Alipay’s phone', dev.simulators.alipay.phone_url],
    ['Bridge, private', dev.bridge.private_url],
    ['Bridge, public', dev.bridge.public_url],
    ['API documentation', dev.bridge.docs_url],
    ['Mails', dev.mail_folder],
  ];
  return `\n${table(rows)}\n\n${table([['Log-ins', ''], ...logins])}\n`;
}

/** What a person should know about this network that the addresses don't say. */
function remarks(dev: Dev): string[] {
  const remark: string[] = [];
  if (dev.woocommerce && dev.database === 'sqlite') {
    remark.push(
      'Products don’t manage stock here: WooCommerce’s stock reservation fails on SQLite. Use --db mariadb for that.',
    );
  }
  return remark;
}

/** Runs a start until it is ended; answers with the exit code. */
async function run(options: StartOptions): Promise<number> {
  const began = performance.now();
  const controller = new AbortController();
  let toldAt = 0;
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (toldAt === 0) {
          toldAt = performance.now();
          report.line('Ending …');
          controller.abort();
          resolve();
        } else if (performance.now() - toldAt > SAME_SIGNAL_MS) {
          // The guard ends whatever is left.
          process.exit(130);
        }
      });
    }
  });
  try {
    const network = await startNetwork({ ...options, report, signal: controller.signal });
    report.line(overview(network.dev));
    for (const remark of remarks(network.dev)) report.line(remark);
    report.line(`Up after ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C ends it.`);
    await Promise.race([interrupted, network.ended]);
    if (toldAt > 0) await network.stop();
    const death = await network.ended;
    if (death) throw death;
    return 0;
  } catch (error) {
    if (toldAt > 0) return 0;
    report.line(`\n${sentenceFor(error, options.home, await freeBytes(options.home))}`);
    return 1;
  }
}

function optionsOrText(): StartOptions | string {
  try {
    const options = parseOptions(process.argv.slice(2), ROOT, process.env['INIT_CWD'] ?? process.cwd());
    return options === 'help' ? USAGE : options;
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    process.exitCode = 2;
    return error.message;
  }
}

const options = optionsOrText();
if (typeof options === 'string') report.line(options);
else process.exit(await run(options));
