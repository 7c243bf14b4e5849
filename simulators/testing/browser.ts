import type { Simulator } from '../index';

const decode = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** Presses one of a page's buttons as a browser would: with the hidden fields of its form. Follows no redirection. */
export function press(simulator: Simulator, html: string, action: 'pay' | 'cancel' | 'expire'): Promise<Response> {
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    form.append(name, decode(value));
  }
  form.append('action', action);
  return fetch(`${simulator.url}/phone`, { method: 'POST', body: form, redirect: 'manual' });
}
