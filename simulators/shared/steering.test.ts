import { describe, expect, it } from 'vitest';
import { behaviourOf, OUTCOMES } from './steering';

describe('the table of steered amounts', () => {
  it('has each amount once, from 66.01 to 66.99', () => {
    const amounts = OUTCOMES.map(({ amount }) => amount);
    expect(new Set(amounts).size).toBe(amounts.length);
    for (const amount of amounts) expect(amount).toMatch(/^66\.(?!00)\d\d$/);
  });

  it('steers no amount in another currency, and none while steering is off', () => {
    expect(behaviourOf(6601, 'CNY', true)).toEqual({ notify: 'twice' });
    expect(behaviourOf(6601, 'USD', true)).toEqual({});
    expect(behaviourOf(6601, 'CNY', false)).toEqual({});
    expect(behaviourOf(6699, 'CNY', true)).toEqual({});
  });
});
