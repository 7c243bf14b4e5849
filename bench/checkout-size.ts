/** What a checkout loads of ours before anybody pays: the script without the lazy QR chunk, as a server sends it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, type Finding } from './lib/report';

const GOAL_KIB = 8;

export function checkoutSize(): Finding {
  const script = readFileSync(join(import.meta.dirname, '../build/checkout.js'));
  const bytes = gzipSync(script, { level: 9 }).length;
  return atMost('checkout script, gzip', bytes / 1024, 'KiB', GOAL_KIB, `${bytes} bytes, ${script.length} unpacked`);
}
