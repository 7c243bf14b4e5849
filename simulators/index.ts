/** Pretend WeChat Pay and Alipay, for development and tests. They share no code with the bridge. */
export { startAlipay } from './alipay/start';
export type { Simulator, SimulatorOptions } from './shared/core';
export { startWeChatPay } from './wechat-pay/start';
