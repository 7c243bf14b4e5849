import { AlipaySdk } from 'alipay-sdk';
import { textFromMinor } from '@multipay/contracts/money';
import type { Clock } from '../../domain/clock';
import { BridgeError } from '../../domain/errors';
import type { Observed } from '../../domain/observation';
import type { Payment } from '../../domain/payment';
import { NO_PAYMENT, type Opened, type ProviderAccount } from '../../domain/provider';
import { plainInChina } from '../china-time';
import type { AlipayKeys } from './credentials';
import { faultFrom, isGatewayRefusal, refusalFrom } from './faults';
import { readNotification } from './notification';
import { observedIn, payerOf } from './status';
import { readAnswer, readPrecreated, readTrade } from './wire';

export interface AlipayOptions {
  /** The gateway's address, `…/gateway.do`. */
  readonly gatewayUrl: string;
  /** How long one call may take. */
  readonly timeoutMs: number;
  readonly now: Clock;
}

const SUCCESS = '10000';

export function connectAccount(keys: AlipayKeys, { gatewayUrl, timeoutMs, now }: AlipayOptions): ProviderAccount {
  const sdk = sdkFor(keys, gatewayUrl, timeoutMs);

  const call = callerFor(sdk, now);

  async function query(payment: Payment): Promise<Observed> {
    try {
      const trade = await call('alipay.trade.query', { out_trade_no: payment.id });
      if (!readTrade.Check(trade)) throw unbelievable('is not a trade');
      if (trade.out_trade_no !== payment.id) throw unbelievable(`is about ${trade.out_trade_no}`);
      return observedIn({
        status: trade.trade_status,
        tradeNo: trade.trade_no,
        totalAmount: trade.total_amount,
        currency: trade.trans_currency,
        paidAt: trade.send_pay_date,
        payer: payerOf(trade.buyer_user_id, trade.buyer_open_id),
      });
    } catch (thrown) {
      const { error, meaning } = faultFrom(thrown);
      // An Alipay QR that nobody has scanned is not a trade yet.
      if (meaning === 'absent') return { status: 'absent' };
      throw error;
    }
  }

  return {
    query,

    async probe() {
      try {
        await call('alipay.trade.query', { out_trade_no: NO_PAYMENT });
      } catch (thrown) {
        const { error, meaning } = faultFrom(thrown);
        // A trade's "no" is signed: what was not would not have come here.
        if (meaning !== 'absent') throw error;
      }
      return { answerVerified: true, opensEncrypted: null };
    },

    async open(payment) {
      const page = PAGES.get(payment.channel);
      if (page) return pageOf(sdk, payment, page, now());
      try {
        const answer = await call(
          'alipay.trade.precreate',
          tradeOf(payment, 'FACE_TO_FACE_PAYMENT'),
          addressesOf(payment),
        );
        if (!readPrecreated.Check(answer) || answer.out_trade_no !== payment.id) throw unbelievable('has no QR code');
        return { prompt: { type: 'qr_code', code_url: answer.qr_code }, promptUntilMs: payment.payableUntilMs };
      } catch (thrown) {
        const { error, meaning } = faultFrom(thrown);
        if (meaning === null || meaning === 'absent') throw error;
        return { prompt: null, observed: await query(payment) };
      }
    },

    async close(payment) {
      try {
        await call('alipay.trade.close', { out_trade_no: payment.id });
        return { status: 'closed' };
      } catch (thrown) {
        const { error, meaning } = faultFrom(thrown);
        if (meaning === 'absent' || meaning === 'closed') return { status: meaning };
        if (meaning === 'paid') return query(payment);
        throw error;
      }
    },

    readNotification: async (raw) => readNotification(keys, sdk, raw),
  };
}

/** Calls a method of the gateway; its answer is verified, and says yes. */
const callerFor =
  (sdk: AlipaySdk, now: Clock) =>
  async (method: string, bizContent: object, more: object = {}): Promise<unknown> => {
    // The SDK would write the time of the machine's own zone.
    const common = { ...more, timestamp: plainInChina(now()) };
    const ask = (validateSign: boolean): Promise<unknown> =>
      sdk.exec(method, { ...common, bizContent }, { validateSign });
    const answer = await ask(true).catch(async (error: unknown) => {
      // The gateway's own refusals come unsigned, and the SDK hides them behind a TypeError. So it is asked once more,
      // and only believed if it still says no; whatever else it says now must be asked for again, and verified.
      if (!(error instanceof TypeError)) throw error;
      const said = await ask(false);
      if (isGatewayRefusal(said)) throw refusalFrom(said);
      throw new BridgeError('provider_busy', 'Alipay refused once, without a signature', { cause: error });
    });
    if (!readAnswer.Check(answer)) throw unbelievable('has no code');
    if (answer.code !== SUCCESS) throw refusalFrom(answer);
    return answer;
  };

const unbelievable = (what: string): BridgeError =>
  new BridgeError('provider_answer_unverified', `Alipay's answer ${what}`);

function sdkFor(keys: AlipayKeys, gateway: string, timeout: number): AlipaySdk {
  const pem = keys.privateKey.export({ type: 'pkcs1', format: 'pem' });
  const endpoint = new URL(gateway).origin;
  const sdk = new AlipaySdk({ appId: keys.appId, privateKey: pem, gateway, endpoint, timeout, camelcase: false });
  // The SDK hands its keys to node:crypto as they are: parsed once they sign and verify two to three times as fast.
  // A test fails if an upgrade of the SDK stops that from working.
  Object.assign(sdk.config, { privateKey: keys.privateKey, alipayPublicKey: keys.alipayPublicKey });
  return sdk;
}

/** Alipay refuses `/ = &` in a subject, and its SDK's form would damage angle brackets. */
const subjectOf = (description: string): string => description.replace(/[/=&<>"']/g, ' ').trim() || 'Order';

/** The same for each try: Alipay refuses a number that comes back with other parameters. */
const tradeOf = (payment: Payment, productCode: string): object => ({
  out_trade_no: payment.id,
  total_amount: textFromMinor(payment.amount, payment.currency),
  subject: subjectOf(payment.description),
  product_code: productCode,
  time_expire: plainInChina(payment.payableUntilMs),
});

const addressesOf = ({ notifyUrl }: Payment): object => ({ notifyUrl });

interface Page {
  readonly method: string;
  readonly productCode: string;
}

const PAGES = new Map<string, Page>([
  ['mobile_web', { method: 'alipay.trade.wap.pay', productCode: 'QUICK_WAP_WAY' }],
  ['desktop_web', { method: 'alipay.trade.page.pay', productCode: 'FAST_INSTANT_TRADE_PAY' }],
]);

/** Alipay's own pages are reached by an address that is signed here; Alipay hears of the trade when it is opened. */
function pageOf(sdk: AlipaySdk, payment: Payment, { method, productCode }: Page, nowMs: number): Opened {
  const bizContent = {
    ...tradeOf(payment, productCode),
    ...(payment.channel === 'mobile_web' && { quit_url: payment.returnUrl }),
  };
  const addresses = { notifyUrl: payment.notifyUrl, returnUrl: payment.returnUrl };
  const url = sdk.pageExec(method, 'GET', { ...addresses, timestamp: plainInChina(nowMs), bizContent });
  return { prompt: { type: 'redirect', redirect_url: url }, promptUntilMs: payment.payableUntilMs };
}
