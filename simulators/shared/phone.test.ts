import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alipayBench } from '../testing/alipay-bench';
import { freshNumber, type Bench } from '../testing/bench';
import { press } from '../testing/browser';
import { weChatPayBench } from '../testing/wechat-pay-bench';

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  'WeChat Pay': weChatPayBench,
  Alipay: alipayBench,
};

for (const [name, start] of Object.entries(BENCHES)) {
  describe(`the phone with ${name}`, () => {
    let bench: Bench;

    beforeAll(async () => {
      bench = await start();
    });
    afterAll(() => bench.end());
    afterEach(async () => {
      await bench.tester.reset();
    });

    /** The text of a QR. */
    async function code(minor = 1001): Promise<{ number: string; text: string }> {
      const number = freshNumber();
      const { body } = await bench.open(number, minor);
      return { number, text: String(body['code_url'] ?? body['qr_code']) };
    }

    const look = (query = '') => fetch(`${bench.simulator.phoneUrl}${query}`).then((answer) => answer.text());
    const scan = (text: string) => look(`?code=${encodeURIComponent(text)}`);
    const pressed = async (html: string, action: 'pay' | 'cancel' | 'expire') => {
      const answer = await press(bench.simulator, html, action);
      expect(answer.status).toBe(303);
      return fetch(`${bench.simulator.url}${answer.headers.get('location')}`).then((page) => page.text());
    };

    it('lists what waits to be paid, the newest first, and takes the text of a QR', async () => {
      const [first, second] = [await code(100), await code(200)];
      const html = await look();
      expect(html).toMatch(/<label for="code">QR text/);
      expect(html.indexOf('¥2.00')).toBeGreaterThan(0);
      expect(html.indexOf('¥2.00')).toBeLessThan(html.indexOf('¥1.00'));
      for (const { text } of [first, second]) expect(html).toContain(encodeURIComponent(text));
      await bench.tester.pay(first.number);
      expect(await look()).not.toContain('¥1.00');
    });

    it('shows merchant, description and amount of a scanned QR, with the three buttons', async () => {
      const html = await scan((await code()).text);
      for (const shown of ['咖啡店', '一杯 coffee', '¥10.01']) expect(html).toContain(shown);
      const names = [...html.matchAll(/<button[^>]*>([^<]*)<\/button>/g)].map(([, label]) => label);
      expect(names).toEqual(['Pay', 'Cancel', 'Let it expire']);
    });

    it('pays, and shows the heading "Paid" from then on', async () => {
      const { number, text } = await code();
      expect(await pressed(await scan(text), 'pay')).toContain('<h1>Paid</h1>');
      expect(await scan(text)).toContain('<h1>Paid</h1>');
      expect(await bench.tester.payment(number)).toMatchObject({ paid: true });
    });

    it('pays once, however often the button is pressed', async () => {
      const { number, text } = await code();
      const html = await scan(text);
      await pressed(html, 'pay');
      expect(await pressed(html, 'pay')).toContain('<h1>Paid</h1>');
      await bench.tester.flush();
      expect((await bench.tester.payment(number)).notifications).toHaveLength(1);
    });

    it('cancels, and can pay after that', async () => {
      const { text } = await code();
      const html = await pressed(await scan(text), 'cancel');
      expect(html).toContain('<h1>Cancelled</h1>');
      expect(await pressed(html, 'pay')).toContain('<h1>Paid</h1>');
    });

    it('lets it expire: no buttons are left', async () => {
      const { text } = await code();
      const html = await pressed(await scan(text), 'expire');
      expect(html).toMatch(/<h1>(Expired|Closed)<\/h1>/);
      expect(html).not.toContain('<button name="action"');
    });

    it('says when the first try fails, and pays with the second', async () => {
      const { text } = await code(6618);
      const html = await pressed(await scan(text), 'pay');
      expect(html).toContain('<h1>Payment failed</h1>');
      expect(await pressed(html, 'pay')).toContain('<h1>Paid</h1>');
    });

    it('says "Processing" while the money is on its way', async () => {
      expect(await pressed(await scan((await code(6610)).text), 'pay')).toContain('<h1>Processing</h1>');
    });

    it('shows the amount that was really taken', async () => {
      expect(await pressed(await scan((await code(6604)).text), 'pay')).toContain('¥65.04');
    });

    it('says that it does not know a code', async () => {
      const html = await scan('https://somewhere.example/"><script>');
      expect(html).toContain('role="alert"');
      expect(html).not.toContain('<script>');
      const answer = await fetch(bench.simulator.phoneUrl, {
        method: 'POST',
        body: new URLSearchParams({ action: 'pay' }),
      });
      expect(answer.status).toBe(404);
    });
  });
}
