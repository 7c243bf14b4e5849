import type { HomePaths } from '../home';
import type { Database } from '../options';
import type { Report } from '../report';
import type { Steps } from '../steps';
import type { Php } from '../system/php';
import type { Addresses } from '../system/ports';
import type { Processes } from '../system/processes';
import type { Secrets } from './secrets';

/** What every part of a start works with. */
export interface Context {
  /** The repository's root. */
  readonly repository: string;
  readonly paths: HomePaths;
  readonly addresses: Addresses;
  readonly database: Database;
  readonly php: Php;
  readonly secrets: Secrets;
  readonly processes: Processes;
  readonly steps: Steps;
  readonly report: Report;
  /** PHP processes that serve WordPress. */
  readonly workers: number;
}

/**
 * Where shoppers seem to come from, since the providers refuse 127.0.0.1: an address that is reserved for documentation
 * (RFC 5737).
 */
export const DEV_CLIENT_IP = '203.0.113.10';

/** Our own settings and the product's: what a person has set for another purpose must not reach a demo network. */
const NOT_HANDED_DOWN = /^(MULTIPAY_|WECHAT_|ALIPAY_)|^(DATABASE_URL|REDIS_URL|PAYMENT_DEPLOYMENT_MODE|NODE_ENV)$/;

/**
 * The environment of what a start runs: this process's own without anything that configures the product, and with what
 * is given. MULTIPAY_DEV_HOME says whose it is.
 */
export function environmentFor(home: string, given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const handed = Object.entries(process.env).filter(([name]) => !NOT_HANDED_DOWN.test(name));
  return { ...Object.fromEntries(handed), MULTIPAY_DEV_HOME: home, ...given };
}
