import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';

const PIECE_LINES = 2_000;

/** Joins lines to pieces of a file, and lets others work between them: a bill can have a million lines. */
export async function* inPieces(
  lines: Iterable<string>,
  encode: (text: string) => Buffer = (text) => Buffer.from(text),
): AsyncGenerator<Buffer, void, undefined> {
  let texts: string[] = [];
  for (const line of lines) {
    texts.push(line);
    if (texts.length < PIECE_LINES) continue;
    yield encode(texts.join(''));
    texts = [];
    await othersTurn();
  }
  if (texts.length > 0) yield encode(texts.join(''));
}

/** In hexadecimal. */
export async function sha1Of(pieces: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha1');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
