import { dataOf } from '../shared/dom';
import type { ButtonData } from './button-data';
import { PayButton } from './pay-button';

/**
 * Turns a page's buttons alive. One of them takes up the payment with which a visitor comes back: one that sells on its
 * terms, or the first where they have changed.
 */
export function startButtons(containers: readonly HTMLElement[]): Promise<void>[] {
  const buttons = containers.map((container) => ({
    container,
    data: dataOf(container, 'multipayButton') as ButtonData,
  }));
  const asked = buttons.filter(({ data }) => data.resume);
  const taker = asked.find(({ data }) => data.resume?.terms_changed === false) ?? asked[0];
  return buttons.map((one) => {
    const data = one === taker ? one.data : { ...one.data, resume: null };
    return new PayButton(one.container, data).start();
  });
}
