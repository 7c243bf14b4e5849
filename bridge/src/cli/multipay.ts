#!/usr/bin/env node
import { Command } from 'commander';
import { ConfigError } from '../config';
import { BridgeError } from '../domain/errors';
import { start } from '../main';
import { VERSION } from '../wiring';
import { addAudit } from './audit';
import { addCredentials } from './credentials';
import { addDoctor } from './doctor';
import { addKeys } from './keys';
import { addMerchants } from './merchants';
import { addPair } from './pair';
import { addPayments } from './payments';
import { addReplay } from './replay';
import { addSettings } from './settings';

const program = new Command('multipay')
  .description('The MultiPay bridge: WeChat Pay and Alipay for WordPress networks.')
  .version(VERSION)
  .showHelpAfterError();

program
  .command('start')
  .description('run the bridge (configured by the environment)')
  .action(() => start(process.env));
addPair(program);
addDoctor(program);
addPayments(program);
addReplay(program);
addCredentials(program);
addMerchants(program);
addSettings(program);
addKeys(program);
addAudit(program);

try {
  await program.parseAsync();
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof BridgeError;
  process.stderr.write(
    `${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
