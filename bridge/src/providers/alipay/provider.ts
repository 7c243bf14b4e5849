import { PROVIDER_CHANNELS } from '@multipay/contracts/providers';
import type { AlipayCredentials } from '@multipay/contracts/schemas/merchant';
import type { Provider } from '../../domain/provider';
import { connectAccount, type AlipayOptions } from './account';
import { factsOf, parseCredentials } from './credentials';

/** Alipay takes 0.01 to 100,000,000.00 yuan. */
const LARGEST_FEN = 10_000_000_000;

export const alipay = (options: AlipayOptions): Provider => ({
  name: 'alipay',
  channels: PROVIDER_CHANNELS.alipay,
  refuses({ amount, currency }) {
    if (currency !== 'CNY') return 'currency_unsupported';
    return amount < 1 || amount > LARGEST_FEN ? 'amount_invalid' : null;
  },
  describe: (credentials) => factsOf(parseCredentials(credentials as AlipayCredentials)),
  connect: (credentials) => connectAccount(parseCredentials(credentials as AlipayCredentials), options),
  claimOf({ body }) {
    const accountNumber = new URLSearchParams(body.toString('utf8')).get('app_id');
    return accountNumber === null ? {} : { accountNumber };
  },
  // Exactly this word: anything else, a line break too, makes Alipay repeat it for a day.
  reply: (accepted) => ({ content_type: 'text/plain', body: accepted ? 'success' : 'failure' }),
});
