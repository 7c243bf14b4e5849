/** The script `multipay-order-pay`: the page where an order of the shop is paid, left and found again. */
import { dataOf, eachContainer } from '../shared/dom';
import { OrderPayment, type OrderPaymentData } from './order-payment';

eachContainer('.multipay-payment', (container) => {
  void new OrderPayment(container, dataOf(container, 'multipayPayment') as OrderPaymentData).start();
});
