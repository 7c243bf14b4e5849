import { control, isControl, type Controlled } from '../shared/control';
import { closeOffice, openCore, openOffice, type Simulator, type SimulatorOptions } from '../shared/core';
import { listen, type Handler } from '../shared/http-server';
import { isPhone, phone } from '../shared/phone';
import { Refused } from '../shared/refused';
import { Gateway } from './gateway';
import { alipayHouse } from './house';
import { AlipayLetters } from './letters';
import { Merchants, type Merchant } from './merchants';
import { Operations } from './operations';
import { CashierPages, isCashierPath } from './pages';
import { Refunds } from './refunds';
import { Rest } from './rest';
import { tradeStatus } from './trade-view';
import { Trades } from './trades';

/** Starts a pretend Alipay: /gateway.do, the calls under /v3, the cashier, the phone, and the control API. */
export async function startAlipay(options: SimulatorOptions = {}): Promise<Simulator> {
  const core = openCore(options);
  const merchants = new Merchants(core.state.table<Merchant>('merchant'));
  const office = openOffice(core, alipayHouse, new AlipayLetters(merchants, core.clock, core.settings));
  const trades = new Trades(office);
  const operations = new Operations(trades, new Refunds(office, trades));
  const pages = new CashierPages(office, merchants);
  const gateway = new Gateway(office, merchants, operations, pages);
  const rest = new Rest(office, merchants, operations);
  const controlled: Controlled = {
    name: 'alipay',
    createMerchant: (wish) => merchants.create(wish),
    rotateMerchant: () => Promise.reject(new Refused(404, 'Alipay has nothing to rotate here')),
    merchants: () => merchants.all(),
    stateWord: tradeStatus,
    forget: () => undefined,
  };
  const handler: Handler = (request) => {
    if (isControl(request.path)) return control(office, controlled, request);
    if (isPhone(request.path)) return phone(office, pages.side, request);
    if (isCashierPath(request.path)) return pages.cashier(request);
    if (request.path === '/gateway.do') return gateway.handle(request);
    return request.path.startsWith('/v3/') ? rest.handle(request) : { status: 404 };
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
