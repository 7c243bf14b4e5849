import { sign } from 'node:crypto';
import { promisify } from 'node:util';
import axios, { AxiosHeaders, type AxiosInstance } from 'axios';
import { Formatter } from 'wechatpay-axios-plugin';
import type { WeChatPayKeys } from './credentials';

/** With a callback, node:crypto signs in its thread pool: an RSA signature would hold up every other request. */
const signInPool = promisify(sign);

/**
 * Lets an SDK client's requests be signed beside the event loop. What is signed, and how it is written into the header,
 * stays the SDK's.
 */
export function signBesideEventLoop(
  client: AxiosInstance,
  { merchantNumber, serial, privateKey }: WeChatPayKeys,
): void {
  client.interceptors.request.clear();
  client.interceptors.request.use(async (config) => {
    const { pathname, search } = new URL(axios.getUri(config), config.baseURL);
    const nonce = Formatter.nonce();
    const timestamp = Formatter.timestamp();
    const body = config.data === undefined ? '' : JSON.stringify(config.data);
    const method = (config.method ?? 'get').toUpperCase();
    const text = Formatter.request(method, `${pathname}${search}`, timestamp, nonce, body);
    const signature = (await signInPool('sha256', Buffer.from(text), privateKey)).toString('base64');
    const authorization = Formatter.authorization(merchantNumber, nonce, signature, timestamp, serial);
    config.headers = AxiosHeaders.from(config.headers).set('Authorization', authorization, true);
    return config;
  });
}
