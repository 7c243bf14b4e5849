import { pino, type DestinationStream } from 'pino';
import type { Log } from './use-cases/deps';

/** Fields that must never be written, wherever they turn up. (`code` is no secret: problems and errors have one.) */
const SECRETS = [
  'authorization',
  'signature',
  'sealed',
  'sealed_credentials',
  'api_v3_key',
  'merchant_private_key',
  'app_private_key',
  'private_key',
  'request_key',
  'webhook_key',
  'token',
  'secret',
  'password',
  'openid',
  'client_ip',
];

/** JSON lines on standard output; errors keep their code and cause, requests of SDKs (with their headers) do not. */
export function newLog(level: string, destination?: DestinationStream): Log {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[hidden]' },
    serializers: { err: plainError },
  };
  return pino(options, destination ?? pino.destination({ dest: 1, sync: false }));
}

interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: PlainError;
}

/** Only what is known to be harmless: an HTTP library's error carries the whole request, signature and all. */
export function plainError(error: unknown, depth = 0): PlainError | string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  const cause = depth < 3 && error.cause instanceof Error ? plainError(error.cause, depth + 1) : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(typeof cause === 'object' && { cause }),
  };
}
