/** Turns the payment-status block alive: the server's list of unfinished payments, and this browser's own. */
import { buttonPayments } from '../shared/browser-memory';
import { dataOf, eachContainer } from '../shared/dom';
import { PaymentList, type StatusData } from './payment-list';

eachContainer('.wp-block-multipay-payment-status[data-multipay-status]', (container) => {
  const { payments } = dataOf(container, 'multipayStatus') as StatusData;
  void new PaymentList(container, payments, buttonPayments()).start();
});
