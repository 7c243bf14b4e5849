import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { gbk } from './gbk';

it('writes what the iconv command reads as GBK', () => {
  const text = '业务明细(汇总)：商家实收（元）,café? no: caf¤·—…「丂」 0.01\r\n';
  expect(execFileSync('iconv', ['-f', 'GBK', '-t', 'UTF-8'], { input: gbk(text) }).toString()).toBe(text);
});

it('writes a question mark for what GBK does not have', () => {
  expect(gbk('☕a').toString('latin1')).toBe('?a');
});
