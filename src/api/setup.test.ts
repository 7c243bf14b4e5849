import apiFetch from '@wordpress/api-fetch';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AdminApiError } from './request';
import { setupApi, type Scope, type SetupApi } from './setup';

interface Sent {
  readonly path: string | undefined;
  readonly method: string | undefined;
  readonly data: unknown;
}

let sent: Sent[];
let answer: () => Promise<unknown>;
const MERCHANT = 'mch_01j00000000000000000000000';

beforeEach(() => {
  sent = [];
  answer = () => Promise.resolve({ ok: true });
  apiFetch.setFetchHandler((options) => {
    const { path, method, data } = options as Sent;
    // The admin's own language is WordPress's script's business.
    sent.push({ path: path?.replace(/[?&]_locale=user/, ''), method, data });
    return answer() as never;
  });
});

const ROUTES: readonly [string, (api: SetupApi) => Promise<unknown>, string, string, unknown][] = [
  ['reads', (api) => api.read(), 'GET', 'setup', undefined],
  [
    'pairs',
    (api) => api.pair('http://10.0.0.5:8081', 'CODE'),
    'POST',
    'pairing',
    { address: 'http://10.0.0.5:8081', code: 'CODE' },
  ],
  ['confirms', (api) => api.confirmPairing(), 'POST', 'pairing/confirm', {}],
  ['ends', (api) => api.endPairing(), 'DELETE', 'pairing', undefined],
  [
    'tries keys',
    (api) => api.rehearse(MERCHANT, 'jwe'),
    'POST',
    `merchants/${MERCHANT}/rehearsals`,
    { sealed_credentials: 'jwe' },
  ],
  ['lists keys', (api) => api.credentials(MERCHANT), 'GET', `merchants/${MERCHANT}/credentials`, undefined],
  [
    'uses keys',
    (api) => api.activate(MERCHANT, 'crd_1'),
    'POST',
    `merchants/${MERCHANT}/credentials/crd_1/activate`,
    {},
  ],
  [
    'changes',
    (api) => api.changeSettings([{ name: 'payable_minutes', value: 45 }]),
    'PUT',
    'settings',
    { values: [{ name: 'payable_minutes', value: 45 }] },
  ],
];

describe.each<[Scope, string]>([
  ['site', ''],
  ['network', '?network=1'],
])('the Setup screen of a %s', (scope, query) => {
  it.each(ROUTES)('%s by the right route', async (_name, ask, method, route, data) => {
    await ask(setupApi(scope));
    // WordPress's script sends PUT and DELETE as POST with a header, for servers that know only those two.
    const wire = method === 'GET' ? 'GET' : 'POST';
    expect(sent[0]).toMatchObject({ path: `/multipay/v1/${route}${query}`, data });
    expect([wire, method]).toContain(sent[0]?.method);
  });

  it('adds an account', async () => {
    const merchant = { provider: 'alipay', name: 'Tea House', sealed_credentials: 'jwe' } as const;
    await setupApi(scope).addMerchant(merchant);
    expect(sent[0]).toEqual({ path: `/multipay/v1/merchants${query}`, method: 'POST', data: merchant });
  });
});

describe('when WordPress says no', () => {
  async function faultOf(): Promise<AdminApiError> {
    try {
      await setupApi('site').read();
    } catch (error) {
      if (error instanceof AdminApiError) return error;
      throw error;
    }
    throw new Error('it did not fail');
  }

  it('passes on its sentence, its code and the request’s number', async () => {
    const data = { status: 401, request_id: 'req_1' };
    answer = () => refuse({ code: 'key_unknown', message: 'Pair again.', data });
    expect(await faultOf()).toMatchObject({ code: 'key_unknown', message: 'Pair again.', requestId: 'req_1' });
  });

  it('says that there is no reason where there is none', async () => {
    answer = () => refuse({});
    const message = 'WordPress gave no reason. Please try again.';
    expect(await faultOf()).toMatchObject({ code: 'unknown', message, requestId: null });
  });

  it('gives up after 20 seconds', async () => {
    vi.useFakeTimers();
    apiFetch.setFetchHandler((options) => {
      const { signal } = options as { signal?: AbortSignal };
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      }) as never;
    });
    const fault = faultOf();
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await fault).code).toBe('timed_out');
    vi.useRealTimers();
  });
});

/** As WordPress's script refuses: with what the server said, which is no Error. */
async function refuse(said: object): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is what the real one throws
  throw said;
}
