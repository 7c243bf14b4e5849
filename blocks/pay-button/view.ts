/** Turns the pay buttons of a page alive. */
import { dataOf, eachContainer } from '../shared/dom';
import type { ButtonData } from './button-data';
import { PayButton } from './pay-button';

eachContainer('.wp-block-multipay-pay-button[data-multipay-button]', (container) => {
  void new PayButton(container, dataOf(container, 'multipayButton') as ButtonData).start();
});
