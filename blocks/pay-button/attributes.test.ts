import { describe, expect, it } from 'vitest';
import { faultOf, type PayButtonAttributes } from './attributes';
import block from './block.json';

const defaults = Object.fromEntries(
  Object.entries(block.attributes).map(([name, { default: value }]) => [name, value]),
) as PayButtonAttributes;
const fixed: PayButtonAttributes = { ...defaults, amount: '10.01', description: 'A cup of tea' };
const open: PayButtonAttributes = {
  ...fixed,
  openAmount: true,
  amount: '',
  minimumAmount: '1.00',
  maximumAmount: '500.00',
};

describe('a pay button in the editor', () => {
  it.each<[string, PayButtonAttributes]>([
    ['has an amount', fixed],
    ['has bounds', open],
    ['leaves its bounds to the server', { ...open, minimumAmount: '', maximumAmount: '' }],
    ['says nothing of what is paid for', { ...fixed, description: '' }],
  ])('is seen when it %s', (_name, attributes) => expect(faultOf(attributes)).toBeNull());

  it.each<[string, PayButtonAttributes, string]>([
    ['has no amount yet, as in the beginning', defaults, 'Give the amount, such as 10.01.'],
    ['costs nothing', { ...fixed, amount: '0.00' }, 'Give the amount, such as 10.01.'],
    ['has an amount that is none', { ...fixed, amount: 'ten' }, 'Give the amount, such as 10.01.'],
    [
      'has a bound that is none',
      { ...open, maximumAmount: 'much' },
      'Give the smallest and the largest amount as in 1.00 and 500.00, or leave them empty.',
    ],
    [
      'has bounds the wrong way round',
      { ...open, minimumAmount: '501' },
      'The smallest amount is larger than the largest.',
    ],
  ])('is not seen, and says why, when it %s', (_name, attributes, fault) => expect(faultOf(attributes)).toBe(fault));
});
