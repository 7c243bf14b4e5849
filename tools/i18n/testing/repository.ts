/** A small repository with a PHP file, a block, two scripts and a lazy chunk, for tests to put faults into. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sentenceOf } from '../messages';
import { examine, write } from '../translations';

const FILES = {
  'plugin.php': `<?php
/**
 * Plugin Name: Payments
 * Description: Takes payments.
 */
`,
  'includes/Page.php': `<?php
/* translators: %s: order number */
printf( esc_html__( 'Order %s', 'multipay' ), 7 );
echo esc_html_x( 'Open', 'payment', 'multipay' );
`,
  'blocks/pay/block.json': JSON.stringify({
    name: 'multipay/pay',
    title: 'Pay',
    description: 'Takes a payment.',
    keywords: ['money'],
    editorScript: 'file:./index.js',
    viewScript: 'file:./view.js',
  }),
  'blocks/pay/index.tsx': `export const Edit = () => <p>{__('Preview', 'multipay')}</p>;`,
  'blocks/pay/view.ts': `import { minutes } from './minutes';
export const show = async () => [minutes(3), (await import('./code')).label(), __('Pay', 'multipay')];
`,
  'blocks/pay/minutes.ts': `export const minutes = (count: number) =>
  // translators: %d: number of minutes.
  sprintf(_n('%d minute', '%d minutes', count, 'multipay'), count);
`,
  'blocks/pay/code.ts': `export const label = () => __('QR code', 'multipay');`,
  'src/setup.tsx': `export const Setup = () => <h1 title={__('Setup', 'multipay')}>{__('Pay', 'multipay')}</h1>;`,
  'webpack.config.mjs': `export default {
  entry: { 'pay/index': './blocks/pay/index.tsx', 'pay/view': './blocks/pay/view.ts', setup: './src/setup.tsx' },
};`,
};

const CHINESE: Record<string, string> = {
  Payments: '支付',
  'Takes payments.': '收款。',
  Pay: '付款',
  'Takes a payment.': '收取一笔付款。',
  money: '钱',
  'Order %s': '订单 %s',
  Open: '未付',
  Preview: '预览',
  '%d minute': '%d 分钟',
  'QR code': '二维码',
  Setup: '设置',
};

export interface Repository {
  readonly root: string;
  read(file: string): string;
  put(file: string, content: string): void;
  /** Changes one text of a file, which must be there. */
  change(file: string, from: string, to: string): void;
  /** Everything that `--check` complains about. */
  complaints(): Promise<string[]>;
  /** What a run without `--check` does. */
  write(): Promise<void>;
}

/** A repository in which everything is translated and written; it is gone after the test. */
export async function newRepository(): Promise<Repository> {
  const root = mkdtempSync(join(tmpdir(), 'multipay-i18n-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const put = (file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const repository: Repository = {
    root,
    read,
    put,
    change(file, from, to) {
      const content = read(file);
      if (!content.includes(from)) throw new Error(`${file} does not hold ${from}`);
      put(file, content.replace(from, to));
    },
    async complaints() {
      const { findings, drift } = await examine(root);
      return [...findings, ...drift].map(sentenceOf);
    },
    write: async () => write(root, await examine(root)),
  };
  for (const [file, content] of Object.entries(FILES)) put(file, content);
  await repository.write();
  put(PO, translated(read(PO)));
  await repository.write();
  return repository;
}

export const PO = 'languages/multipay-zh_CN.po';

const translated = (po: string): string =>
  po.replace(
    /^msgid "(.+)"\n(msgid_plural .*\n)?(msgstr(?:\[0\])?) ""$/gm,
    (_, id: string, plural: string | undefined, msgstr: string) =>
      `msgid "${id}"\n${plural ?? ''}${msgstr} "${CHINESE[id] ?? ''}"`,
  );
