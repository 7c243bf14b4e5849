/** Looks at keys and certificates as people have them, before they are sealed. Only the form is judged here. */
import { __ } from '@wordpress/i18n';

export type PemKind = 'private_key' | 'encrypted_private_key' | 'public_key' | 'certificate' | 'bare' | 'other';

/** Editors and consoles leave a byte order mark and blanks behind. */
export const tidyText = (text: string): string => text.replace(/^\uFEFF/, '').trim();

export function pemKind(text: string): PemKind {
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
  if (label === undefined) return /^[A-Za-z0-9+/=\s]+$/.test(text) ? 'bare' : 'other';
  if (label === 'ENCRYPTED PRIVATE KEY' || text.includes('Proc-Type: 4,ENCRYPTED')) return 'encrypted_private_key';
  if (label === 'PRIVATE KEY' || label === 'RSA PRIVATE KEY') return 'private_key';
  if (label === 'PUBLIC KEY' || label === 'RSA PUBLIC KEY') return 'public_key';
  return label === 'CERTIFICATE' ? 'certificate' : 'other';
}

/** One certificate after the other, as they are pasted together. */
export const splitCertificates = (text: string): string[] =>
  tidyText(text).match(/-----BEGIN CERTIFICATE-----[\s\S]*?(?:-----END CERTIFICATE-----|$)/g) ?? [tidyText(text)];

/**
 * Whether the base64 inside is as long as it says it is: a key that was cut while copying is the commonest mistake.
 *
 * Keys and certificates are one ASN.1 SEQUENCE (X.690), whose length stands in its first bytes.
 */
export function isWhole(pem: string): boolean {
  const base64 = pem.replace(/-----[A-Z0-9 ]+-----/g, '').replace(/\s+/g, '');
  let bytes: string;
  try {
    bytes = atob(base64);
  } catch {
    return false; // not base64: something is missing or has crept in
  }
  const [tag, first = 0, ...rest] = Array.from(bytes.slice(0, 6), (byte) => byte.charCodeAt(0));
  if (tag !== 0x30) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const count = first - 0x80;
  const length = rest.slice(0, count).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + count + length;
}

const notWhole = (): string =>
  __('This is cut off or has stray characters. Copy or upload the whole file.', 'multipay');

/** @returns a sentence, or null when it looks like a private key */
export function privateKeyFault(text: string): string | null {
  switch (pemKind(text)) {
    case 'encrypted_private_key':
      return __('This key is protected by a password. Export it without one; it is encrypted on its way.', 'multipay');
    case 'public_key':
      return __('This is a public key, where the private one belongs.', 'multipay');
    case 'certificate':
      return __(
        'This is a certificate, where the private key belongs (apiclient_key.pem, not apiclient_cert.pem).',
        'multipay',
      );
    case 'other':
      return __('This is not a key in text form. Use the .pem or .txt file, not .p12 or .pfx.', 'multipay');
    case 'private_key':
    case 'bare':
      return isWhole(text) ? null : notWhole();
  }
}

/** @returns a sentence, or null when it looks like a public key, or like a certificate that holds one */
export function publicKeyFault(text: string): string | null {
  const kind = pemKind(text);
  if (kind === 'private_key' || kind === 'encrypted_private_key') {
    return __('This is a private key, where a public one belongs.', 'multipay');
  }
  if (kind === 'other') return __('This is not a key in text form.', 'multipay');
  return isWhole(text) ? null : notWhole();
}

/** @returns a sentence, or null when each part looks like a certificate */
export function certificatesFault(text: string): string | null {
  const parts = splitCertificates(text);
  if (parts.some((part) => pemKind(part) !== 'certificate')) {
    return __('This is not a certificate. It begins with -----BEGIN CERTIFICATE-----.', 'multipay');
  }
  return parts.every(isWhole) ? null : notWhole();
}
