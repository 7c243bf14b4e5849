import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AUTHORIZATION_ROUTES } from './alipay/authorization-pages';
import { CONTROL_ROUTES } from './shared/control';
import { IDENTITY_ROUTES } from './shared/identity-routes';
import { LETTER_KINDS } from './shared/letters';
import { SETTING_NAMES } from './shared/settings';

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it.each([...CONTROL_ROUTES, ...AUTHORIZATION_ROUTES, ...IDENTITY_ROUTES].filter((route) => route !== 'GET '))(
    'has the call %s',
    (route) => {
      expect(README).toContain(`| \`${route}\` |`);
    },
  );

  it.each(SETTING_NAMES)('has the setting %s', (name) => {
    expect(README).toContain(`| \`${name}\` |`);
  });

  it.each(LETTER_KINDS)('has the kind of notification %s', (kind) => {
    expect(README).toContain(`\`${kind}\``);
  });
});
