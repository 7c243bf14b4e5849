import { describe, expect, it } from 'vitest';
import { addressFault, codeFault } from './check-pairing';

describe('a bridge’s address', () => {
  it.each([
    'http://10.0.0.5:8081',
    'https://bridge.example',
    ' http://127.0.0.1:8081/ ',
    'http://bridge.internal/multipay',
  ])('can be %s', (text) => expect(addressFault(text)).toBeNull());
  it.each([
    '10.0.0.5:8081',
    'bridge',
    'ftp://bridge',
    'http://user:secret@bridge',
    'http://bridge/?x=1',
    'javascript:alert(1)',
  ])('cannot be %s', (text) => expect(addressFault(text)).toContain('http://10.0.0.5:8081'));
});

describe('a pairing code', () => {
  it.each(['ABCD-EFGH-JKMN-PQRS-TVWX-YZ23', 'abcd efgh jkmn pqrs tvwx yz23', ' ABCDEFGHJKMNPQRSTVWXYZ23 '])(
    'can be %s',
    (text) => expect(codeFault(text)).toBeNull(),
  );
  it.each(['ABCD-EFGH', 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ2!', ''])('cannot be %s', (text) =>
    expect(codeFault(text)).toContain('all its groups'),
  );
});
