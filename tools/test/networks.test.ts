import { describe, expect, it } from 'vitest';
import { NETWORKS, checkoutLines, type Outcome } from './networks';

const [newest, oldest, without] = NETWORKS as [Outcome['network'], Outcome['network'], Outcome['network']];
const ran = (network: Outcome['network'], wordpress: string, woocommerce: string | null): Outcome => ({
  network,
  wordpress,
  woocommerce,
  failed: [],
});

describe('the last lines of the tests', () => {
  it('name each pair of WordPress and WooCommerce whose checkout was tried', () => {
    const outcomes = [ran(newest, '6.7', '10.3.6'), ran(oldest, '6.5.5', '8.9.3'), ran(without, '6.7', null)];
    expect(checkoutLines(outcomes)).toEqual(['checkout: RUN 6.7 10.3.6', 'checkout: RUN 6.5.5 8.9.3']);
  });

  it('say that no checkout was tried where there is no WooCommerce', () => {
    expect(checkoutLines([ran(newest, '6.7', null), ran(without, '6.7', null)])).toEqual([
      'checkout: NOT RUN, no WooCommerce',
    ]);
  });
});
