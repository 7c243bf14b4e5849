import { PROVIDER_CHANNELS } from '@multipay/contracts/providers';
import type { WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import type { Provider } from '../../domain/provider';
import { connectAccount, type WeChatPayOptions } from './account';
import { factsOf, parseCredentials } from './credentials';

/** One payment may be up to ten million yuan. */
const LARGEST_FEN = 1_000_000_000;

export const weChatPay = (options: WeChatPayOptions): Provider => ({
  name: 'wechat_pay',
  channels: PROVIDER_CHANNELS.wechat_pay,
  refuses({ amount, currency }) {
    if (currency !== 'CNY') return 'currency_unsupported';
    return amount < 1 || amount > LARGEST_FEN ? 'amount_invalid' : null;
  },
  describe: (credentials) => factsOf(parseCredentials(credentials as WeChatPayCredentials)),
  connect: (credentials) => connectAccount(parseCredentials(credentials as WeChatPayCredentials), options),
  claimOf({ headers }) {
    const verifierId = headers['wechatpay-serial'];
    return verifierId === undefined ? {} : { verifierId };
  },
  reply: (accepted) => ({
    content_type: 'application/json',
    body: accepted ? '{"code":"SUCCESS","message":"成功"}' : '{"code":"FAIL","message":"失败"}',
  }),
});
