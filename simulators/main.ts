import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAlipay, startWeChatPay, type Simulator } from './index';

const USAGE = 'tsx simulators/main.ts [--wechat-port N] [--alipay-port N] [--state DIR] [--host ADDRESS]';

function options() {
  const { values } = parseArgs({
    options: {
      'wechat-port': { type: 'string', default: '0' },
      'alipay-port': { type: 'string', default: '0' },
      state: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
    },
  });
  const port = (text: string): number => {
    const number = Number(text);
    if (!/^\d{1,5}$/.test(text) || number > 65_535) throw new Error(`not a port: ${text}`);
    return number;
  };
  return {
    host: values.host,
    weChatPayPort: port(values['wechat-port']),
    alipayPort: port(values['alipay-port']),
    stateFolder: values.state,
  };
}

const addresses = ({ url, controlUrl, phoneUrl }: Simulator) => ({ url, control_url: controlUrl, phone_url: phoneUrl });

async function main(): Promise<void> {
  const { host, weChatPayPort, alipayPort, stateFolder } = options();
  const remembering = (name: string) => (stateFolder === undefined ? {} : { stateFile: join(stateFolder, name) });
  const weChatPay = await startWeChatPay({ host, port: weChatPayPort, ...remembering('wechat-pay.jsonl') });
  const alipay = await startAlipay({ host, port: alipayPort, ...remembering('alipay.jsonl') });
  const end = async (): Promise<void> => {
    await Promise.all([weChatPay.close(), alipay.close()]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void end());
  const ready = { ready: true, wechat_pay: addresses(weChatPay), alipay: addresses(alipay) };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulators: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exit(1);
});
