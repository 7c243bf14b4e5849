import type { Page } from '@playwright/test';
import type { DevSite } from './network';

export interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly code?: string; readonly message?: string };
}

/** Asks `multipay/v1` of a site as whoever is logged in, past every screen. */
export async function ask(
  page: Page,
  site: Pick<DevSite, 'url' | 'admin_url'>,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  data?: object,
): Promise<RestAnswer> {
  const nonce = await (await page.request.get(`${site.admin_url}admin-ajax.php?action=rest-nonce`)).text();
  const response = await page.request.fetch(`${site.url}wp-json/multipay/v1/${path}`, {
    method,
    headers: { 'X-WP-Nonce': nonce },
    ...(data && { data }),
  });
  return { status: response.status(), body: (await response.json()) as RestAnswer['body'] };
}
