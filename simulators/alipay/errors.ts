/**
 * Alipay's refusals, from its public tables of gateway codes (`isv.`, `isp.`) and of each trade call's business codes
 * (`ACQ.`). In the v3 protocol the gateway's codes lose their prefix, the business codes keep theirs.
 */
const MESSAGES = {
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40003': 'Insufficient Conditions',
  '40004': 'Business Failed',
  '40005': 'Call Limited',
  '40006': 'Insufficient Permissions',
} as const;

// prettier-ignore
const FAULTS = {
  missing_method: { code: '40001', subCode: 'isv.missing-method', subMessage: '缺少方法名参数' },
  missing_app_id: { code: '40001', subCode: 'isv.missing-app-id', subMessage: '缺少AppID参数' },
  missing_timestamp: { code: '40001', subCode: 'isv.missing-timestamp', subMessage: '缺少时间戳参数' },
  missing_version: { code: '40001', subCode: 'isv.missing-version', subMessage: '缺少版本参数' },
  missing_signature: { code: '40001', subCode: 'isv.missing-signature', subMessage: '缺少签名参数' },
  missing_signature_type: { code: '40001', subCode: 'isv.missing-signature-type', subMessage: '缺少签名类型参数' },
  missing_app_cert_sn: { code: '40001', subCode: 'isv.missing-app-cert-sn', subMessage: '缺少应用公钥证书SN' },
  missing_root_cert_sn: { code: '40001', subCode: 'isv.missing-alipay-root-cert-sn', subMessage: '缺少支付宝根证书SN' },
  invalid_method: { code: '40002', subCode: 'isv.invalid-method', subMessage: '不存在的方法名' },
  invalid_app_id: { code: '40002', subCode: 'isv.invalid-app-id', subMessage: '无效的AppID参数' },
  invalid_timestamp: { code: '40002', subCode: 'isv.invalid-timestamp', subMessage: '非法的时间戳参数' },
  invalid_charset: { code: '40002', subCode: 'isv.invalid-charset', subMessage: '字符集错误' },
  invalid_format: { code: '40002', subCode: 'isv.invalid-format', subMessage: '无效的数据格式' },
  invalid_signature_type: { code: '40002', subCode: 'isv.invalid-signature-type', subMessage: '无效的签名类型' },
  invalid_signature: { code: '40002', subCode: 'isv.invalid-signature', subMessage: '验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配' },
  invalid_app_cert_sn: { code: '40002', subCode: 'isv.invalid-app-cert-sn', subMessage: '应用公钥证书SN与应用不匹配' },
  invalid_root_cert_sn: { code: '40002', subCode: 'isv.invalid-alipay-root-cert-sn', subMessage: '支付宝根证书SN不匹配' },
  code_invalid: { code: '40002', subCode: 'isv.code-invalid', subMessage: '授权码code无效' },
  refresh_token_invalid: { code: '40002', subCode: 'isv.refresh-token-invalid', subMessage: '刷新令牌refresh_token无效' },
  unknown_error: { code: '20000', subCode: 'isp.unknow-error', subMessage: '系统繁忙' },
  grant_type_invalid: { code: '40002', subCode: 'isv.grant-type-invalid', subMessage: 'grant_type参数不正确' },
  missing_encrypt_key: { code: '40001', subCode: 'isv.missing-encrypt-key', subMessage: '缺少加密配置' },
  invalid_encrypt_type: { code: '40002', subCode: 'isv.invalid-encrypt-type', subMessage: '无效的加密类型' },
  decryption_failed: { code: '40002', subCode: 'isv.decryption-error-unknown', subMessage: '解密出错，未知异常' },
  illegal_json: { code: '40002', subCode: 'isv.illegal-json', subMessage: 'biz_content不是合法的JSON' },
  call_limited: { code: '40005', subCode: 'isv.app-call-limited', subMessage: '应用调用次数超限，包含调用频率超限' },
  invalid_parameter: { code: '40004', subCode: 'ACQ.INVALID_PARAMETER', subMessage: '参数无效' },
  system_error: { code: '40004', subCode: 'ACQ.SYSTEM_ERROR', subMessage: '系统错误' },
  access_forbidden: { code: '40004', subCode: 'ACQ.ACCESS_FORBIDDEN', subMessage: '无权限使用接口' },
  trade_missing: { code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST', subMessage: '交易不存在' },
  trade_paid: { code: '40004', subCode: 'ACQ.TRADE_HAS_SUCCESS', subMessage: '交易已被支付' },
  trade_closed: { code: '40004', subCode: 'ACQ.TRADE_HAS_CLOSE', subMessage: '交易已经关闭' },
  trade_finished: { code: '40004', subCode: 'ACQ.TRADE_HAS_FINISHED', subMessage: '交易已完结' },
  trade_status_wrong: { code: '40004', subCode: 'ACQ.TRADE_STATUS_ERROR', subMessage: '交易状态不合法' },
  other_terms: { code: '40004', subCode: 'ACQ.CONTEXT_INCONSISTENT', subMessage: '交易信息被篡改' },
  total_too_high: { code: '40004', subCode: 'ACQ.TOTAL_FEE_EXCEED', subMessage: '订单总金额不在允许范围内' },
  expiry_past: { code: '40004', subCode: 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR', subMessage: '当前时间已超过允许支付的时间' },
  seller_mismatch: { code: '40004', subCode: 'ACQ.PARTNER_ERROR', subMessage: '应用APP_ID填写错误' },
  cancel_too_late: { code: '40004', subCode: 'ACQ.TRADE_CANCEL_TIME_OUT', subMessage: '超过撤销时间范围' },
  balance_short: { code: '40004', subCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH', subMessage: '卖家余额不足' },
  buyer_abnormal: { code: '40004', subCode: 'ACQ.BUYER_ERROR', subMessage: '买家状态异常' },
  auth_code_wrong: { code: '40004', subCode: 'ACQ.PAYMENT_AUTH_CODE_INVALID', subMessage: '支付授权码无效' },
  buyer_balance_short: { code: '40004', subCode: 'ACQ.BUYER_BALANCE_NOT_ENOUGH', subMessage: '买家余额不足' },
  auth_number_wrong: { code: '40004', subCode: 'ACQ.AUTH_NO_ERROR', subMessage: '预授权号错误或状态不对' },
  auth_amount_short: { code: '40004', subCode: 'ACQ.AUTH_AMOUNT_NOT_ENOUGH', subMessage: '授权金额不足' },
  auth_closed: { code: '40004', subCode: 'ACQ.AUTH_ORDER_HAS_CLOSED', subMessage: '预授权订单已关闭' },
  auth_finished: { code: '40004', subCode: 'ACQ.AUTH_ORDER_HAS_FINISHED', subMessage: '预授权订单已完结' },
  auth_not_paid: { code: '40004', subCode: 'ACQ.AUTH_ORDER_NOT_PAID', subMessage: '预授权订单未支付' },
  auth_product_wrong: { code: '40004', subCode: 'ACQ.PRE_AUTH_PROD_CODE_INCONSISTENT', subMessage: '产品码不一致' },
  auth_missing: { code: '40004', subCode: 'AUTH_ORDER_NOT_EXIST', subMessage: '支付宝资金授权订单不存在' },
  auth_operation_missing: { code: '40004', subCode: 'AUTH_OPERATION_NOT_EXIST', subMessage: '支付宝资金操作流水不存在' },
  auth_order_closed: { code: '40004', subCode: 'ORDER_ALREADY_CLOSED', subMessage: '授权订单已关闭' },
  auth_order_finished: { code: '40004', subCode: 'ORDER_ALREADY_FINISH', subMessage: '授权订单已完结' },
  auth_status_wrong: { code: '40004', subCode: 'ILLEGAL_STATUS', subMessage: '授权订单状态不合法' },
  auth_amount_exceeded: { code: '40004', subCode: 'REQUEST_AMOUNT_EXCEED', subMessage: '请求金额超限' },
  certificate_missing: { code: '40004', subCode: 'CERT_NOT_EXIST', subMessage: '证书不存在' },
  bill_missing: { code: '40004', subCode: 'BILL_NOT_EXIST', subMessage: '账单不存在' },
  refund_too_much: { code: '40004', subCode: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', subMessage: '退款金额超限' },
  refund_amount_invalid: { code: '40004', subCode: 'ACQ.REASON_TRADE_REFUND_FEE_ERR', subMessage: '退款金额无效' },
  refund_other_terms: { code: '40004', subCode: 'ACQ.DISCORDANT_REPEAT_REQUEST', subMessage: '不一致的请求' },
} as const satisfies Record<string, { code: keyof typeof MESSAGES; subCode: string; subMessage: string }>;

export type Fault = keyof typeof FAULTS;

/** Alipay says no. */
export class AlipayRefusal extends Error {
  readonly fault: Fault;
  /** Which field, or what was compared; follows the sentence. */
  readonly hint: string | undefined;

  constructor(fault: Fault, hint?: string) {
    super(FAULTS[fault].subMessage);
    this.fault = fault;
    this.hint = hint;
  }

  get subCode(): string {
    return FAULTS[this.fault].subCode;
  }

  get sentence(): string {
    return this.hint === undefined ? this.message : `${this.message}：${this.hint}`;
  }

  /** The member of a v2 answer. */
  get v2(): Readonly<Record<string, string>> {
    const { code, subCode } = FAULTS[this.fault];
    return { code, msg: MESSAGES[code], sub_code: subCode, sub_msg: this.sentence };
  }

  /** The code of a v3 answer. */
  get v3Code(): string {
    return this.subCode.replace(/^(?:isv|isp|aop)\./, '');
  }

  get v3Status(): number {
    if (this.fault === 'call_limited') return 429;
    return this.fault === 'system_error' ? 500 : 400;
  }

  /** The trade's own refusals are signed like any answer; the gateway's are not. */
  get isBusiness(): boolean {
    return FAULTS[this.fault].code === '40004';
  }
}
