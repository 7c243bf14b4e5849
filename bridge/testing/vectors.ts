/** Published samples of the providers' protocols, in the folder that MULTIPAY_VECTORS names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['MULTIPAY_VECTORS'] ?? '';

/** They are not ours to ship: without the folder, their tests are counted as skipped, with the reason in their name. */
export const WITHOUT_VECTORS = folder === '' || !existsSync(join(folder, 'wechatpay.json'));
export const WHY_SKIPPED = WITHOUT_VECTORS ? ' (skipped: MULTIPAY_VECTORS names no folder with them)' : '';

type Fields = Readonly<Record<string, unknown>>;

/** Samples of one provider. A sample or field that is not there is an error: a test on nothing must not pass. */
export function vectorsOf(provider: 'wechatpay' | 'alipay') {
  const all = (): Fields[] =>
    (JSON.parse(readFileSync(join(folder, `${provider}.json`), 'utf8')) as { vectors: Fields[] }).vectors;
  const field = (id: string, name: string): unknown => {
    const value = all().find((one) => one['id'] === id)?.[name];
    if (value === undefined) throw new Error(`${provider}.json has no ${id} with ${name}`);
    return value;
  };
  return {
    ids: () => all().map((one) => String(one['id'])),
    text: (id: string, name: string) => String(field(id, name)),
    record: (id: string, name: string) => field(id, name) as Record<string, string>,
  };
}
