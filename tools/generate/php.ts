/** The contracts' words as PHP constants, so that PHP has no second copy of them. */
import { API, type Route } from '@multipay/contracts/api';
import { ERROR_CODES, ERRORS, isRetryable } from '@multipay/contracts/errors';
import { ID_PREFIXES, NETWORK_ITSELF, ORDER_REF_PATTERN } from '@multipay/contracts/ids';
import { PAYMENT_FLAGS, PAYMENT_STATUSES } from '@multipay/contracts/payment-rules';
import { CHANNELS, PROVIDERS } from '@multipay/contracts/providers';
import { WEBHOOK_TYPES } from '@multipay/contracts/schemas/webhook';
import { SIGNATURE_SCHEME, SIGNATURE_WINDOW_SECONDS } from '@multipay/contracts/signing';

const quoted = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
const constantName = (word: string): string =>
  word
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/\W/g, '_')
    .toUpperCase();

function fileOf(name: string, purpose: string, body: string): string {
  return `<?php
/**
 * ${purpose}
 *
 * Made by \`npm run generate\` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\\Contract;

/**
 * ${purpose}
 */
final class ${name} {
${body}}
`;
}

const words = (list: readonly string[]): string =>
  list.map((word) => `\tpublic const ${constantName(word)} = ${quoted(word)};\n`).join('');

const list = (name: string, type: string, entries: readonly string[]): string =>
  `\n\t/** @var ${type} */\n\tpublic const ${name} = array(\n${entries.map((entry) => `\t\t${entry},\n`).join('')}\t);\n`;

function api(): string {
  const rows = Object.entries(API as Record<string, Route>).map(
    ([id, { method, path }]) => `\tpublic const ${constantName(id)} = array( ${quoted(method)}, ${quoted(path)} );\n`,
  );
  return rows.join('');
}

function errors(): string {
  const rows = ERROR_CODES.map((code) => {
    const { number, status, severity, next } = ERRORS[code];
    const facts = [
      `'number' => ${number}`,
      `'status' => ${status}`,
      `'severity' => ${quoted(severity)}`,
      `'next' => ${quoted(next)}`,
      `'retryable' => ${isRetryable(code)}`,
    ];
    return `${quoted(code)} => array( ${facts.join(', ')} )`;
  });
  const type = 'array<string, array{number: int, status: int, severity: string, next: string, retryable: bool}>';
  return words(ERROR_CODES) + list('TABLE', type, rows);
}

function signing(): string {
  return (
    `\tpublic const SCHEME = ${quoted(SIGNATURE_SCHEME)};\n` +
    `\t/** How far the two clocks may be apart, in seconds. */\n\tpublic const WINDOW = ${SIGNATURE_WINDOW_SECONDS};\n`
  );
}

function ids(): string {
  const prefixes = Object.entries(ID_PREFIXES).map(
    ([kind, prefix]) => `\tpublic const ${constantName(kind)}_PREFIX = ${quoted(`${prefix}_`)};\n`,
  );
  return (
    prefixes.join('') +
    `\n\t/** Stands for the network itself, where a site's id belongs. */\n\tpublic const NETWORK_ITSELF = ${quoted(NETWORK_ITSELF)};\n` +
    `\n\tpublic const ORDER_REF_PATTERN = ${quoted(`/${ORDER_REF_PATTERN}/D`)};\n`
  );
}

/** File name -> content, below includes/Contract. */
export const phpFiles = (): Record<string, string> => ({
  'PaymentStatus.php': fileOf('PaymentStatus', 'The statuses of a payment.', words(PAYMENT_STATUSES)),
  'PaymentFlag.php': fileOf('PaymentFlag', 'What can be unusual about a success.', words(PAYMENT_FLAGS)),
  'Provider.php': fileOf('Provider', 'The payment providers.', words(PROVIDERS)),
  'Channel.php': fileOf('Channel', 'The ways in which a shopper meets a provider.', words(CHANNELS)),
  'WebhookType.php': fileOf('WebhookType', "The bridge's events.", words(WEBHOOK_TYPES)),
  'ErrorCode.php': fileOf('ErrorCode', "The bridge's errors: codes, and what to do next.", errors()),
  'Api.php': fileOf('Api', "The bridge's routes: method and path.", api()),
  'Signing.php': fileOf('Signing', 'How requests to the bridge are signed.', signing()),
  'Id.php': fileOf('Id', 'How things are named.', ids()),
});
