import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { mo } from 'gettext-parser';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newRepository, PO } from './testing/repository';

describe('a repository whose translations are whole', () => {
  it('has nothing to complain about', async () => {
    expect(await (await newRepository()).complaints()).toEqual([]);
  });

  it('is written the same a second time', async () => {
    const repository = await newRepository();
    const before = repository.read(PO);
    await repository.write();
    expect(repository.read(PO)).toBe(before);
  });

  it('has a template with every string, where it is used, and what its placeholders are', async () => {
    const pot = (await newRepository()).read('languages/multipay.pot');
    expect(pot).toContain('#: includes/Page.php\n#. translators: %s: order number\nmsgid "Order %s"\nmsgstr ""');
    expect(pot).toContain('msgctxt "payment"\nmsgid "Open"');
    expect(pot).toContain('msgctxt "block keyword"\nmsgid "money"');
    expect(pot).toContain('msgid "%d minute"\nmsgid_plural "%d minutes"');
    expect(pot).toContain('#. Plugin Name of the plugin\nmsgid "Payments"');
    expect(pot).toContain('#: blocks/pay/view.ts\n#: src/setup.tsx\nmsgid "Pay"');
  });

  it('has an MO file with all of them', async () => {
    const { root } = await newRepository();
    const { translations } = mo.parse(readFileSync(join(root, 'languages/multipay-zh_CN.mo')));
    expect(translations['']?.['Order %s']?.msgstr).toEqual(['订单 %s']);
    expect(translations['']?.['%d minute']?.msgstr).toEqual(['%d 分钟']);
    expect(translations['payment']?.['Open']?.msgstr).toEqual(['未付']);
  });

  it('has a PHP file that answers as WordPress asks', async () => {
    const { root } = await newRepository();
    const code = 'echo json_encode( require $argv[1] );';
    const file = join(root, 'languages/multipay-zh_CN.l10n.php');
    const { messages, language } = JSON.parse(execFileSync('php', ['-r', code, file], { encoding: 'utf8' })) as {
      messages: Record<string, string>;
      language: string;
    };
    expect(language).toBe('zh_CN');
    expect(messages).toMatchObject({ 'Order %s': '订单 %s', '%d minute': '%d 分钟', 'payment\u0004Open': '未付' });
  });

  it('gives each script, under its handle, its own texts and those of its lazy chunks, and no others', async () => {
    const repository = await newRepository();
    const textsOf = (handle: string): string[] => {
      const json = JSON.parse(repository.read(`languages/multipay-zh_CN-${handle}.json`)) as {
        locale_data: { messages: Record<string, string[]> };
      };
      return Object.keys(json.locale_data.messages).sort();
    };
    expect(textsOf('multipay-pay-view-script')).toEqual(['', '%d minute', 'Pay', 'QR code']);
    expect(textsOf('multipay-pay-editor-script')).toEqual(['', 'Preview']);
    expect(textsOf('multipay-setup')).toEqual(['', 'Pay', 'Setup']);
  });

  it('keeps a translation where strings come and go, and drops the one of a string that is gone', async () => {
    const repository = await newRepository();
    repository.change('blocks/pay/code.ts', 'QR code', 'Code to scan');
    await repository.write();
    expect(repository.read(PO)).not.toContain('二维码');
    expect(repository.read(PO)).toContain('msgid "Code to scan"\nmsgstr ""');
    expect(repository.read(PO)).toContain('"订单 %s"');
  });

  it('keeps what translators noted', async () => {
    const repository = await newRepository();
    repository.change(PO, '#: includes/Page.php\n', '# as in the shop\n#: includes/Page.php\n');
    await repository.write();
    expect(repository.read(PO)).toContain('# as in the shop');
    expect(await repository.complaints()).toEqual([]);
  });
});

describe('the check', () => {
  it('names every file that differs when a string changes', async () => {
    const repository = await newRepository();
    repository.change('includes/Page.php', "'Open'", "'Opened'");
    const complaints = await repository.complaints();
    for (const file of ['.pot', '-zh_CN.po', '-zh_CN.mo', '-zh_CN.l10n.php']) {
      expect(complaints).toContain(`languages/multipay${file}: differs from the sources: npx tsx tools/i18n/main.ts`);
    }
    expect(complaints).toContain(`${PO}: "Opened" is not translated`);
    expect(complaints.filter((text) => text.includes('.json'))).toEqual([]);
  });

  it('names the one script that differs', async () => {
    const repository = await newRepository();
    repository.put('languages/multipay-zh_CN-multipay-setup.json', '{}');
    expect(await repository.complaints()).toEqual([
      'languages/multipay-zh_CN-multipay-setup.json: differs from the sources: npx tsx tools/i18n/main.ts',
    ]);
  });

  it('names a file that belongs to no script, which a run then takes away', async () => {
    const repository = await newRepository();
    repository.put('languages/multipay-zh_CN-multipay-gone.json', '{}');
    expect(await repository.complaints()).toEqual([
      'languages/multipay-zh_CN-multipay-gone.json: belongs to nothing: npx tsx tools/i18n/main.ts',
    ]);
    await repository.write();
    expect(await repository.complaints()).toEqual([]);
  });

  it('names a string that is fuzzy, and keeps it from people', async () => {
    const repository = await newRepository();
    repository.change(PO, 'msgid "Order %s"', '#, fuzzy\nmsgid "Order %s"');
    await repository.write();
    expect(await repository.complaints()).toEqual([`${PO}: "Order %s" has a translation that is marked as fuzzy`]);
    expect(repository.read('languages/multipay-zh_CN.l10n.php')).not.toContain('Order');
  });

  it.each([
    ['Order %s', '订单 %s', '订单'],
    ['Order %s', '订单 %s', '订单 %d'],
    ['Order %s', '订单 %s', '订单 %s %s'],
    ['%d minute', '%d 分钟', '%s 分钟'],
  ])('names "%s" when its placeholders differ: "%s" becomes "%s"', async (id, from, to) => {
    const repository = await newRepository();
    repository.change(PO, from, to);
    await repository.write();
    expect(await repository.complaints()).toEqual([`${PO}: "${id}" is translated with other placeholders: "${to}"`]);
  });

  it('names a translation with other HTML tags', async () => {
    const repository = await newRepository();
    repository.change(PO, '"付款"', '"<b>付款"');
    await repository.write();
    expect(await repository.complaints()).toEqual([`${PO}: "Pay" is translated with other HTML tags: "<b>付款"`]);
  });

  it.each([
    ['includes/Page.php', '/* translators: %s: order number */\n', '', 'includes/Page.php:2: "Order %s" has'],
    ['blocks/pay/minutes.ts', '  // translators: %d: number of minutes.\n', '', 'blocks/pay/minutes.ts:2: "%d minute"'],
  ])('names a string in %s whose placeholders nobody explains', async (file, from, to, complaint) => {
    const repository = await newRepository();
    repository.change(file, from, to);
    await repository.write();
    const complaints = await repository.complaints();
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(complaint);
    expect(complaints[0]).toContain('say what they stand for');
  });

  it.each([
    ['includes/Page.php', "esc_html_x( 'Open', 'payment', 'multipay' )", "esc_html( 'Not paid yet' )", 'Not paid yet'],
    ['blocks/pay/index.tsx', "{__('Preview', 'multipay')}", 'Preview of it', 'Preview of it'],
  ])('names a text in %s that cannot be translated', async (file, from, to, text) => {
    const repository = await newRepository();
    repository.change(file, from, to);
    await repository.write();
    const [complaint, ...more] = await repository.complaints();
    expect(complaint).toMatch(new RegExp(`^${file}:\\d+: "${text}" is shown to people, but cannot be translated$`));
    expect(more).toEqual([]);
  });
});
