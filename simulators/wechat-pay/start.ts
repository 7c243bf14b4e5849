import { BillDesk } from '../shared/bill-desk';
import type { Filler } from '../shared/bill-lines';
import { control, isControl, type Controlled } from '../shared/control';
import { closeOffice, openCore, openOffice, type Simulator, type SimulatorOptions } from '../shared/core';
import { listen, type Handler } from '../shared/http-server';
import { Identities } from '../shared/identities';
import { identityRoutes } from '../shared/identity-routes';
import { isPhone, phone } from '../shared/phone';
import { AccessTokens, type AppTokens } from './access-tokens';
import { WeChatPayApi } from './api';
import { Bills } from './bills';
import { bridgePage, isBridgePath } from './bridge-pages';
import { weChatPayHouse } from './house';
import { WeChatPayLetters } from './letters';
import { Merchants, type Merchant } from './merchants';
import { OAuth } from './oauth';
import { isH5Path, Orders } from './orders';
import { h5Page, LOOK, weChatPayPhone } from './pages';
import { ProfitSharing } from './profit-sharing';
import { Receivers, type Receiver } from './receivers';
import { Refunds } from './refunds';
import { tradeState } from './transaction';

/** Starts a pretend WeChat Pay: the API under `/v3`, the H5 page, the phone, and the control API. */
export async function startWeChatPay(options: SimulatorOptions = {}): Promise<Simulator> {
  const core = openCore(options);
  const merchants = new Merchants(core.state.table<Merchant>('merchant'));
  const office = openOffice(core, weChatPayHouse, new WeChatPayLetters(merchants, core.signatureClock));
  const billDesk = new BillDesk(office, () => merchants.ids(), core.state.table<Filler>('filler'));
  const identities = new Identities(core.clock, core.state);
  const tokens = new AccessTokens(core.clock, core.state.table<AppTokens>('access_token'));
  const oauth = new OAuth(office, merchants, identities, tokens, LOOK);
  const receivers = new Receivers(merchants, core.state.table<Receiver>('sharing_receiver'));
  const sharing = new ProfitSharing(office, receivers, core.state);
  const orders = new Orders(office, core.state.table<true>('burnt'), identities);
  const api = new WeChatPayApi(office, merchants, {
    orders,
    refunds: new Refunds(office),
    bills: new Bills(office, billDesk),
    sharing,
    receivers,
  });
  const phoneSide = weChatPayPhone(office, merchants);
  const controlled: Controlled = {
    name: 'wechat_pay',
    createMerchant: (wish) => merchants.create(wish),
    rotateMerchant: (id) => merchants.rotate(id),
    rekeyMerchant: (id) => merchants.rekey(id),
    merchants: () => merchants.all(),
    stateWord: tradeState,
    forget: () => {
      for (const desk of [orders, billDesk, sharing, receivers]) desk.forget();
    },
    billDesk,
    routes: identityRoutes(identities, (appId) => merchants.byAppId(appId) !== undefined, tokens),
  };
  const handler: Handler = (request) => {
    if (isControl(request.path)) return control(office, controlled, request);
    if (isBridgePath(request.path)) return bridgePage(office, merchants, request);
    if (isPhone(request.path)) return phone(office, phoneSide, request);
    if (isH5Path(request.path)) return h5Page(office, merchants, request);
    return oauth.answer(request) ?? api.handle(request);
  };
  const listener = await listen(handler, options.host ?? '127.0.0.1', options.port ?? 0);
  core.address.url = listener.url;
  return {
    url: listener.url,
    controlUrl: `${listener.url}/_simulator`,
    phoneUrl: `${listener.url}/phone`,
    close: async () => {
      await listener.close();
      await closeOffice(office);
    },
  };
}
