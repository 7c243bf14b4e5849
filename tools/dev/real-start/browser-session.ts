/** What a browser does without its screen: keeps cookies and follows redirects by itself. */
export class BrowserSession {
  private readonly cookies = new Map<string, string>();

  /** Opens an address, following redirects, and answers with the last response. */
  async open(
    url: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<{ url: string; status: number; type: string; text: string }> {
    let next = url;
    let body = form && new URLSearchParams(form);
    for (let hops = 0; hops < 10; hops++) {
      const response = await fetch(next, {
        redirect: 'manual',
        headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body && { method: 'POST', body }),
      });
      this.keep(response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) {
        const type = response.headers.get('content-type') ?? '';
        return { url: next, status: response.status, type, text: await response.text() };
      }
      await response.arrayBuffer();
      next = new URL(location, next).href;
      body = undefined;
    }
    throw new Error(`${url} leads round in circles`);
  }

  private keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (/;\s*max-age=0/i.test(line) || value === '' || value === 'deleted') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
