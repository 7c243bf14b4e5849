import axios, { AxiosError, AxiosHeaders, type AxiosAdapter, type AxiosResponse } from 'axios';
import { Agent, request } from 'undici';

const LARGEST_ANSWER_BYTES = 1_000_000;
const CONNECTIONS = 64;

/**
 * Carries the SDK's requests over kept-alive connections that are shared by nobody else. One time limit counts for the
 * whole call, the connecting too; redirects are not followed, and an environment's proxy is not asked.
 */
export function transport(timeoutMs: number): AxiosAdapter {
  const agent = new Agent({ connections: CONNECTIONS, maxResponseSize: LARGEST_ANSWER_BYTES });
  return async (config) => {
    const url = new URL(axios.getUri(config), config.baseURL);
    try {
      const answer = await request(url, {
        method: (config.method ?? 'get').toUpperCase() as 'GET' | 'POST',
        headers: config.headers.toJSON() as Record<string, string>,
        body: (config.data as string | undefined) ?? null,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const response: AxiosResponse = {
        data: await answer.body.text(),
        status: answer.statusCode,
        statusText: '',
        headers: new AxiosHeaders(answer.headers as Record<string, string>),
        config,
      };
      if (config.validateStatus?.(response.status) ?? true) return response;
      throw new AxiosError(`status ${response.status}`, AxiosError.ERR_BAD_RESPONSE, config, null, response);
    } catch (error) {
      if (error instanceof AxiosError) throw error;
      throw new AxiosError(error instanceof Error ? error.message : String(error), AxiosError.ERR_NETWORK, config);
    }
  };
}
