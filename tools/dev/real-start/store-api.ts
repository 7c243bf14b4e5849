const ADDRESS = {
  first_name: 'Ming',
  last_name: 'Li',
  address_1: "1 Chang'an Avenue",
  city: 'Beijing',
  state: 'CN2',
  postcode: '100000',
  country: 'CN',
  email: 'shopper@example.test',
  phone: '13800000000',
};

interface Answer {
  readonly status: number;
  readonly answer: {
    readonly order_id?: number;
    readonly order_key?: string;
    readonly status?: string;
    readonly code?: string;
    readonly payment_result?: { readonly payment_details: readonly { readonly key: string; readonly value: string }[] };
  };
}

/** A guest's cart in WooCommerce's Store API, which the Checkout block uses. */
export class StoreApi {
  private nonce = '';
  private token = '';

  /** @param site the site's address, with its slash */
  constructor(private readonly site: string) {}

  async add(product: number): Promise<void> {
    await this.call('GET', 'cart');
    const { status, answer } = await this.call('POST', 'cart/add-item', { id: product, quantity: 1 });
    if (status !== 201)
      throw new Error(`the cart of ${this.site} refuses product ${product}: ${JSON.stringify(answer)}`);
  }

  /**
   * Buys what is in the cart.
   *
   * @param gateway a gateway's id; "cod": on delivery
   */
  checkOut(gateway: string): Promise<Answer> {
    return this.call('POST', 'checkout', { billing_address: ADDRESS, payment_method: gateway });
  }

  /** An order's status, as the shopper who made it may see it. */
  async orderStatus({ order_id, order_key }: Answer['answer']): Promise<string | undefined> {
    const proof = new URLSearchParams({ key: order_key ?? '', billing_email: ADDRESS.email });
    return (await this.call('GET', `order/${order_id}?${proof.toString()}`)).answer.status;
  }

  private async call(method: string, path: string, body?: Readonly<Record<string, unknown>>): Promise<Answer> {
    const response = await fetch(`${this.site}wp-json/wc/store/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', nonce: this.nonce, 'cart-token': this.token },
      ...(body && { body: JSON.stringify(body) }),
    });
    this.nonce = response.headers.get('nonce') ?? this.nonce;
    this.token = response.headers.get('cart-token') ?? this.token;
    return { status: response.status, answer: (await response.json()) as Answer['answer'] };
  }
}
