import type { Readable } from 'node:stream';

/** What an API call leads to, before it is signed. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  /** Steered: sign it so that it does not verify. */
  readonly wronglySigned?: boolean;
  /** Steered: send it only after so many milliseconds. */
  readonly heldMs?: number;
  /** Steered: a page from some machine on the way, not from WeChat Pay: not signed, not JSON. */
  readonly foreign?: boolean;
  /** A file instead of the body; it is not signed. */
  readonly file?: Readable;
}

export const answer = (value: unknown, odd: Partial<WireAnswer> = {}): WireAnswer => ({
  status: 200,
  body: JSON.stringify(value),
  ...odd,
});

export const noContent = (odd: Partial<WireAnswer> = {}): WireAnswer => ({ status: 204, body: '', ...odd });

export const BAD_GATEWAY: WireAnswer = {
  status: 502,
  body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n',
  foreign: true,
};
