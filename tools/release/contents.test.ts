import { describe, expect, it } from 'vitest';
import { complaintAboutVersions, complaintsAboutContents } from './contents';

const GOOD = [
  ...['plugin.php', 'uninstall.php', 'readme.txt', 'LICENSE', 'includes/Plugin.php', 'includes/Order/Settle.php'],
  ...['docs/compatibility.md', 'build/checkout.js', 'build/checkout.asset.php', 'build/order-pay.js', 'build/setup.js'],
  ...['build/qr-code.adc083a4.js', 'build/pay-button/block.json', 'build/payment-status/block.json'],
  ...['languages/multipay-zh_CN.mo', 'languages/multipay-zh_CN-multipay-checkout.json'],
];

describe('the contents of a release', () => {
  it('are what the plugin runs with', () => {
    expect(complaintsAboutContents(GOOD)).toEqual([]);
  });

  it.each([
    'includes/.env',
    'includes/Order/Settle.php.orig',
    'includes/Order/notes.md',
    'build/checkout.js.map',
    'languages/multipay-zh_CN.po~',
    'tests/php/bootstrap.php',
    '.multipay/dev.json',
    'bridge/dist/multipay.js',
    'includes/../.npmrc',
  ])('never hold %s', (name) => {
    expect(complaintsAboutContents([...GOOD, name])).toEqual([
      `${name} is not on the list of what may be released (tools/release/contents.ts)`,
    ]);
  });

  it.each(['plugin.php', 'docs/compatibility.md', 'build/checkout.js', 'languages/multipay-zh_CN.mo', 'readme.txt'])(
    'are not whole without %s',
    (name) => {
      expect(complaintsAboutContents(GOOD.filter((other) => other !== name))).toEqual([`${name} is missing`]);
    },
  );
});

describe('the versions that a release states', () => {
  it('agree', () => {
    expect(complaintAboutVersions({ 'package.json': '1.0.0', 'plugin.php': '1.0.0' })).toBeUndefined();
  });

  it('are complained of when one differs, or one says none', () => {
    const differ = complaintAboutVersions({ 'package.json': '1.0.0', 'plugin.php': '1.0.1' });
    expect(differ).toBe('the versions differ: package.json: 1.0.0; plugin.php: 1.0.1');
    expect(complaintAboutVersions({ 'package.json': '1.0.0', 'readme.txt': undefined })).toContain('readme.txt: none');
  });
});
