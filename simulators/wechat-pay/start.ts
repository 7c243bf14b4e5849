import { control, isControl, type Controlled } from '../shared/control';
import { closeOffice, openCore, openOffice, type Simulator, type SimulatorOptions } from '../shared/core';
import { listen, type Handler } from '../shared/http-server';
import { isPhone, phone } from '../shared/phone';
import { WeChatPayApi } from './api';
import { weChatPayHouse } from './house';
import { WeChatPayLetters } from './letters';
import { Merchants, type Merchant } from './merchants';
import { isH5Path, Orders } from './orders';
import { h5Page, weChatPayPhone } from './pages';
import { Refunds } from './refunds';
import { tradeState } from './transaction';

/** Starts a pretend WeChat Pay: the API under `/v3`, the H5 page, the phone, and the control API. */
export async function startWeChatPay(options: SimulatorOptions = {}): Promise<Simulator> {
  const core = openCore(options);
  const merchants = new Merchants(core.state.table<Merchant>('merchant'));
  const office = openOffice(core, weChatPayHouse, new WeChatPayLetters(merchants, core.signatureClock));
  const orders = new Orders(office, core.state.table<true>('burnt'));
  const api = new WeChatPayApi(office, merchants, orders, new Refunds(office));
  const phoneSide = weChatPayPhone(office, merchants);
  const controlled: Controlled = {
    name: 'wechat_pay',
    createMerchant: (wish) => merchants.create(wish),
    rotateMerchant: (id) => merchants.rotate(id),
    merchants: () => merchants.all(),
    stateWord: tradeState,
    forget: () => orders.forget(),
  };
  const handler: Handler = (request) => {
    if (isControl(request.path)) return control(office, controlled, request);
    if (isPhone(request.path)) return phone(office, phoneSide, request);
    return isH5Path(request.path) ? h5Page(office, merchants, request) : api.handle(request);
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
