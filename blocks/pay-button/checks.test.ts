import { describe, expect, it } from 'vitest';
import { amountFault, emailFault, plainAmount } from './checks';

const bounds = { min_text: '¥1.00', max_text: '¥5,000.00' };
const outside = 'Please type an amount from ¥1.00 to ¥5,000.00.';
const unreadable = 'Please type an amount such as 12.50.';

describe('an amount that a shopper types', () => {
  it.each(['1', '1.00', '12.5', '5000.00', ' 88.80 ', '¥20', '１２．５０', '１２。５', '20 元'])(
    'is right: %s',
    (typed) => {
      expect(amountFault(typed, bounds, 'CNY')).toBeNull();
    },
  );

  it.each([
    ['0', outside],
    ['0.99', outside],
    ['5000.01', outside],
    ['', unreadable],
    ['abc', unreadable],
    ['12,50', unreadable],
    ['1,000.00', unreadable],
    ['12.345', unreadable],
    ['-5', unreadable],
    ['1e3', unreadable],
  ])('is wrong: %s', (typed, sentence) => expect(amountFault(typed, bounds, 'CNY')).toBe(sentence));

  it('is sent as the server takes it', () => {
    expect(plainAmount(' ￥１２。５０ ')).toBe('12.50');
  });
});

describe('an e-mail address', () => {
  it.each(['a@b.cn', 'first.last+tag@mail.example'])('is right: %s', (typed) =>
    expect(emailFault(typed, true)).toBeNull(),
  );

  it.each(['a', 'a@b', 'a b@c.cn', '@b.cn'])('is wrong: %s', (typed) =>
    expect(emailFault(typed, false)).toBe('This does not look like an e-mail address.'),
  );

  it('may be left out only where it is optional', () => {
    expect(emailFault('', false)).toBeNull();
    expect(emailFault('', true)).toBe('Please type your e-mail address.');
  });
});
