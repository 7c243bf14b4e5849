/** What one of the providers is called by whom. */
export interface Provider {
  readonly gateway: 'multipay_wechat' | 'multipay_alipay';
  readonly simulator: 'wechat_pay' | 'alipay';
  /** As shoppers know it. */
  readonly name: 'WeChat Pay' | 'Alipay';
}

export const weChatPay: Provider = { gateway: 'multipay_wechat', simulator: 'wechat_pay', name: 'WeChat Pay' };
export const alipay: Provider = { gateway: 'multipay_alipay', simulator: 'alipay', name: 'Alipay' };
export const PROVIDERS: readonly Provider[] = [weChatPay, alipay];
