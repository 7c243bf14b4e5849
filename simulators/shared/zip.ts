import { createDeflateRaw, crc32 } from 'node:zlib';
import { Readable } from 'node:stream';

/**
 * Writes ZIP files (PKWARE's APPNOTE) as a stream. Names are bytes: older Chinese software writes them in GBK, without
 * the flag that would call them UTF-8.
 */

export interface ZipEntry {
  readonly name: Buffer;
  readonly content: AsyncIterable<Buffer>;
}

const VERSION = 20;
/** Sizes and checksum follow the content. */
const SIZES_FOLLOW = 0x0008;
const DEFLATE = 8;
const LOCAL_HEADER = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
// 1 January 1980: these files say when they were made in their own text.
const DOS_TIME = 0;
const DOS_DATE = 0x21;

const numbers = (...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer =>
  Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
}

const localHeader = (name: Buffer): Buffer =>
  Buffer.concat([
    numbers([4, LOCAL_HEADER], [2, VERSION], [2, SIZES_FOLLOW], [2, DEFLATE], [2, DOS_TIME], [2, DOS_DATE]),
    numbers([4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
    name,
  ]);

const centralHeader = ({ name, offset, checksum, packedBytes, bytes }: Written): Buffer =>
  Buffer.concat([
    numbers([4, CENTRAL_HEADER], [2, VERSION], [2, VERSION], [2, SIZES_FOLLOW], [2, DEFLATE], [2, DOS_TIME]),
    numbers([2, DOS_DATE], [4, checksum], [4, packedBytes], [4, bytes], [2, name.length], [2, 0], [2, 0], [2, 0]),
    numbers([2, 0], [4, 0], [4, offset]),
    name,
  ]);

/** The file in pieces, each entry packed as it comes. */
export async function* zipped(entries: readonly ZipEntry[]): AsyncGenerator<Buffer, void, undefined> {
  const written: Written[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const header = localHeader(name);
    yield header;
    const start = { offset, checksum: 0, packedBytes: 0, bytes: 0 };
    const packing = Readable.from(counted(content, start)).pipe(createDeflateRaw());
    for await (const piece of packing as AsyncIterable<Buffer>) {
      start.packedBytes += piece.length;
      yield piece;
    }
    yield numbers([4, DESCRIPTOR], [4, start.checksum], [4, start.packedBytes], [4, start.bytes]);
    offset += header.length + start.packedBytes + DESCRIPTOR_BYTES;
    written.push({ name, ...start });
  }
  const directory = Buffer.concat(written.map(centralHeader));
  yield directory;
  yield numbers([4, END], [2, 0], [2, 0], [2, written.length], [2, written.length], [4, directory.length]);
  yield numbers([4, offset], [2, 0]);
}

const DESCRIPTOR_BYTES = 16;

/** Passes the content on, and adds it up on the way. */
async function* counted(
  content: AsyncIterable<Buffer>,
  sum: { checksum: number; bytes: number },
): AsyncGenerator<Buffer, void, undefined> {
  for await (const piece of content) {
    sum.checksum = crc32(piece, sum.checksum);
    sum.bytes += piece.length;
    yield piece;
  }
}
