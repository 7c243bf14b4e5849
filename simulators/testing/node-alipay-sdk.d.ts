declare module 'node-alipay-sdk' {
  interface Reply {
    readonly body: string;
    readonly response: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> };
    json(): Record<string, Record<string, unknown>>;
  }

  export default class Alipay {
    constructor(options: {
      appId: string;
      notifyUrl?: string;
      rsaPrivate: string;
      rsaPublic: string;
      signType: 'RSA' | 'RSA2';
    });
    makeParams(method: string, content: unknown): Record<string, string>;
    preCreate(order: Record<string, unknown>): Promise<Reply>;
    query(order: Record<string, unknown>): Promise<Reply>;
    close(order: Record<string, unknown>): Promise<Reply>;
    cancel(order: Record<string, unknown>): Promise<Reply>;
    refund(order: Record<string, unknown>): Promise<Reply>;
    refundQuery(order: Record<string, unknown>): Promise<Reply>;
    pagePay(order: Record<string, unknown>): string;
    appPay(order: Record<string, unknown>): string;
    wapPay(order: Record<string, unknown>): string;
    signVerify(answer: Record<string, unknown>): boolean;
  }
}

declare module 'node-alipay-sdk/lib/utl.js' {
  const utl: {
    request: (options: { method: string; url: string }) => Promise<unknown>;
    processParams(parameters: Record<string, unknown>, privateKey: string, signType: string): string;
    sign(text: string, privateKey: string, signType: string): string;
  };
  export default utl;
}
