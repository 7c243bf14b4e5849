/**
 * What the plugin costs a page that does not pay: the front page of a running WordPress, with the plugin and without it
 * in turns. (That such a page asks nobody and sends no query of ours is a test.)
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultOptions } from '../tools/dev/options';
import { StartProblem } from '../tools/dev/problem';
import { startNetwork } from '../tools/dev/start-network';
import { freeRow } from '../tools/dev/system/ports';
import { atMost, median, type Finding } from './lib/report';

const GOAL_MS = 1;
const WARM_UP = 30;
const ROUNDS = 400;

const SWITCH = `<?php
if ( isset( $_SERVER['HTTP_X_WITHOUT_MULTIPAY'] ) ) {
	add_filter(
		'site_option_active_sitewide_plugins',
		static fn( $active ) => array_filter( (array) $active, static fn( $plugin ) => 0 !== strpos( $plugin, 'multipay/' ), ARRAY_FILTER_USE_KEY )
	);
}
`;

async function took(url: string, without: boolean): Promise<number> {
  const beganMs = performance.now();
  const response = await fetch(url, { headers: without ? { 'x-without-multipay': '1' } : {} });
  await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return performance.now() - beganMs;
}

export async function pageCost(): Promise<Finding> {
  const home = await mkdtemp(join(tmpdir(), 'multipay-bench-'));
  const port = await freeRow(46_000);
  if (port === undefined) throw new StartProblem('There are no six free ports in a row from 46000 on.');
  const network = await startNetwork({ ...defaultOptions(home), port, woocommerce: 'none', workers: 2 });
  try {
    const { dev } = network;
    const plugins = join(dev.wordpress.path, 'wp-content', 'mu-plugins');
    await mkdir(plugins, { recursive: true });
    await writeFile(join(plugins, 'bench-without-multipay.php'), SWITCH);
    const url = dev.sites[0]?.url ?? dev.network.url;
    for (let round = 0; round < WARM_UP; round++) await took(url, round % 2 === 0);
    const [withIt, withoutIt]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      withIt.push(await took(url, false));
      withoutIt.push(await took(url, true));
    }
    const note = `${median(withIt).toFixed(1)} ms with it, ${median(withoutIt).toFixed(1)} without; ${ROUNDS} pages each, in turns`;
    return atMost('cost of the plugin on the front page', median(withIt) - median(withoutIt), 'ms', GOAL_MS, note);
  } finally {
    await network.stop();
    await rm(home, { recursive: true, force: true });
  }
}
