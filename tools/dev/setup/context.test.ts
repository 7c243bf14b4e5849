import { afterEach, describe, expect, it, vi } from 'vitest';
import { environmentFor } from './context';

afterEach(() => vi.unstubAllEnvs());

describe('the environment of what a start runs', () => {
  it('is this process’s own, with what is given', () => {
    vi.stubEnv('LANG', 'C.UTF-8');
    expect(environmentFor('/home', { MULTIPAY_ENV: 'development' })).toMatchObject({
      LANG: 'C.UTF-8',
      MULTIPAY_ENV: 'development',
      MULTIPAY_DEV_HOME: '/home',
    });
  });

  it.each([
    'MULTIPAY_MASTER_KEY',
    'DATABASE_URL',
    'REDIS_URL',
    'WECHAT_MCH_ID',
    'ALIPAY_APP_ID',
    'PAYMENT_DEPLOYMENT_MODE',
    'NODE_ENV',
  ])('has no %s that a person has set for a real bridge', (name) => {
    vi.stubEnv(name, 'the real one');
    expect(environmentFor('/home', {})).not.toHaveProperty(name);
  });
});
