/** Encodes GBK, which node reads but does not write: the reader, asked for every code, is the table. */

interface Range {
  readonly first: number;
  readonly last: number;
}

const LEAD: Range = { first: 0x81, last: 0xfe };
const TRAIL: Range = { first: 0x40, last: 0xfe };
const QUESTION_MARK = 0x3f;

let codes: ReadonlyMap<string, number> | undefined;

function table(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gbk');
  const made = new Map<string, number>();
  for (let lead = LEAD.first; lead <= LEAD.last; lead++) {
    for (let trail = TRAIL.first; trail <= TRAIL.last; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      const isOne = Array.from(text).length === 1 && text !== '\ufffd';
      if (isOne && !made.has(text)) made.set(text, lead * 0x100 + trail);
    }
  }
  return made;
}

/** Characters that GBK does not have become question marks. */
export function gbk(text: string): Buffer {
  codes ??= table();
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? QUESTION_MARK;
    const code = point < 0x80 ? point : (codes.get(character) ?? QUESTION_MARK);
    if (code > 0xff) bytes.push(code >> 8);
    bytes.push(code & 0xff);
  }
  return Buffer.from(bytes);
}
