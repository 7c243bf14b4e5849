// @vitest-environment jsdom
import apiFetch from '@wordpress/api-fetch';
import { createElement } from '@wordpress/element';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminApiError, request } from '../api/request';
import { Page } from '../screens/network/testing/page';
import { IdentityGate } from './identity-gate';

/** A server that wants the password before it does anything else. */
let page: Page;
let done: number;
let confirmed: boolean;
let asked: string[];

const REFUSAL = { code: 'identity_needed', message: 'Please confirm.', data: { status: 403 } };
const WRONG = { code: 'identity_wrong', message: 'That is not your password.', data: { status: 403 } };

beforeEach(() => {
  [done, confirmed, asked] = [0, false, []];
  page = new Page();
  apiFetch.setFetchHandler((options) => {
    const { path = '', data } = options as { path?: string; data?: { password?: string } };
    asked.push(path.replace(/[?&]_locale=user/, ''));
    if (path.includes('/identity')) {
      confirmed = data?.password === 'right';
      return (confirmed ? Promise.resolve({}) : refuse(WRONG)) as never;
    }
    if (!confirmed) return refuse(REFUSAL) as never;
    done += 1;
    return Promise.resolve({ done }) as never;
  });
});
afterEach(() => page.close());

/** As WordPress's script refuses: with what the server said, which is no Error. */
async function refuse(said: object): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is what the real one throws
  throw said;
}

const show = (): Promise<void> =>
  page.show(
    <IdentityGate>
      <p>The screen</p>
    </IdentityGate>,
  );

/** What becomes of a request that waits for a person. */
const begin = (): Promise<unknown> => request('POST', '/multipay/v1/deed').catch((error: unknown) => error);

/** Lets all that waits for nobody come to its end. */
const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve)));

describe('a request that needs to know again who asks', () => {
  it('is sent once more after the right password', async () => {
    await show();
    const outcome = begin();
    await settle();
    expect(page.text()).toContain('Please confirm that it is you');
    await page.type('Your WordPress password', 'right');
    await page.press('Confirm');
    await settle();
    expect(await outcome).toEqual({ done: 1 });
    expect(asked).toEqual(['/multipay/v1/deed', '/multipay/v1/identity', '/multipay/v1/deed']);
    expect(page.text()).toBe('The screen');
  });

  it('waits while the password is wrong, and says so', async () => {
    await show();
    const outcome = begin();
    await settle();
    await page.type('Your WordPress password', 'wrong');
    await page.press('Confirm');
    await settle();
    expect(page.text()).toContain('That is not your password.');
    expect(done).toBe(0);
    await page.type('Your WordPress password', 'right');
    await page.press('Confirm');
    await settle();
    expect(await outcome).toEqual({ done: 1 });
  });

  it('is refused where the person would rather not', async () => {
    await show();
    const outcome = begin();
    await settle();
    await page.press('Cancel');
    await settle();
    expect(await outcome).toBeInstanceOf(AdminApiError);
    expect(await outcome).toMatchObject({ code: 'identity_needed', message: 'Please confirm.' });
    expect(done).toBe(0);
  });

  it('asks once where two wait for it', async () => {
    await show();
    const outcomes = [begin(), begin()];
    await settle();
    await page.type('Your WordPress password', 'right');
    await page.press('Confirm');
    await settle();
    expect(await Promise.all(outcomes)).toEqual([{ done: 1 }, { done: 2 }]);
    expect(asked.filter((path) => path.endsWith('/identity'))).toHaveLength(1);
  });

  it('is refused where nobody can be asked', async () => {
    expect(await begin()).toMatchObject({ code: 'identity_needed' });
  });
});
