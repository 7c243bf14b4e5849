import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dev as theNetwork, type Dev, type DevSite } from './network';
import type { Provider } from './providers';

const SCRIPT = fileURLToPath(new URL('wordpress.php', import.meta.url));

/** An order as WooCommerce has it. Notes are plain text, the oldest first. */
export interface OrderFacts {
  readonly status: string;
  readonly total: string;
  readonly payment_method: string;
  readonly transaction_id: string;
  readonly is_paid: boolean;
  readonly stock_reduced: boolean;
  readonly reviews: readonly string[];
  readonly notes: readonly string[];
  readonly pay_url: string;
  readonly receipt_url: string;
  readonly received_url: string;
}

/** A payment as the bridge has it. */
export interface BridgePayment {
  readonly id: string;
  readonly provider: string;
  readonly status: string;
  readonly amount: number;
  readonly flags: readonly string[];
  readonly paid_amount: number | null;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** What a site's WordPress knows, asked behind the browser's back. */
export class WordPress {
  constructor(
    readonly site: DevSite,
    private readonly dev: Dev = theNetwork,
  ) {}

  order(id: number): Promise<OrderFacts> {
    return this.run('order', { order: id });
  }

  /** An order that an admin made for somebody. */
  createOrder(wish: {
    total: string;
    gateway?: Provider['gateway'];
    customer?: number;
    email?: string;
  }): Promise<OrderFacts & { readonly id: number }> {
    return this.run('create_order', wish);
  }

  createProduct(wish: { name: string; price: string; stock?: number }): Promise<{ id: number; url: string }> {
    return this.run('create_product', wish);
  }

  stock(product: number): Promise<number | null> {
    return this.run('stock', { product });
  }

  /**
   * Somebody who can log in with the password "password"; nobody else has this name.
   *
   * @param role WordPress's; or `network_admin`, who should be deleted when no longer needed
   */
  async createUser(role: string, locale = ''): Promise<{ id: number; login: string; password: string; email: string }> {
    const login = `ming${randomBytes(5).toString('hex')}`;
    const { id } = await this.run<{ id: number }>('create_user', { login, role, locale });
    return { id, login, password: 'password', email: `${login}@example.test` };
  }

  async deleteUser(id: number): Promise<void> {
    await this.run('delete_user', { id });
  }

  /** The bridge's payments for an order, the newest first. */
  payments(orderRef: string): Promise<readonly BridgePayment[]> {
    return this.run('payments', { order: orderRef });
  }

  /** Lets the reminder that is planned for an order fall due now; answers in how many seconds it would have been. */
  async remind(order: number): Promise<number> {
    return (await this.run<{ due_in_s: number }>('remind', { order })).due_in_s;
  }

  createPost(title: string, content: string): Promise<{ url: string }> {
    return this.run('create_post', { title, content });
  }

  /** What an editor does to the page at an address. */
  async changePost(url: string, content: string): Promise<void> {
    await this.run('change_post', { url, content });
  }

  /** Ends an attempt behind the shopper's back. */
  async close(paymentId: string): Promise<void> {
    await this.run('close', { payment: paymentId });
  }

  /** The mails to an address, the oldest first. */
  async mails(to: string): Promise<Mail[]> {
    const files = (await readdir(this.dev.mail_folder)).filter((name) => name.endsWith('.json')).sort();
    const mails = await Promise.all(
      files.map(async (name) => JSON.parse(await readFile(join(this.dev.mail_folder, name), 'utf8')) as Mail),
    );
    return mails.filter((mail) => mail.to.includes(to));
  }

  private run<T>(task: string, input: object): Promise<T> {
    const job = { path: this.dev.wordpress.path, url: this.site.url, task, input };
    return new Promise((resolve, reject) => {
      const child = execFile('php', ['-d', 'display_errors=stderr', SCRIPT], (error, stdout, stderr) => {
        const [, answer] = stdout.split('\nANSWER\n');
        if (answer !== undefined) resolve(JSON.parse(answer) as T);
        else reject(new Error(`WordPress could not do "${task}": ${stderr || stdout || (error?.message ?? '')}`));
      });
      child.stdin?.end(JSON.stringify(job));
    });
  }
}
