/**
 * WeChat Pay's refusals: HTTP statuses and codes from its public error tables. `number` ends the Request-ID header and
 * tells apart faults of one code; 0 where no public sample gives it.
 */
// prettier-ignore
export const FAULTS = {
  bad_parameter: { status: 400, code: 'PARAM_ERROR', number: 268435461, message: '参数错误' },
  out_of_range: { status: 400, code: 'PARAM_ERROR', number: 268435464, message: '参数超出取值范围' },
  missing_user_agent: { status: 400, code: 'INVALID_REQUEST', number: 0, message: 'Http头缺少Accept或User-Agent' },
  not_json: { status: 400, code: 'PARAM_ERROR', number: 268435461, message: '请求的JSON格式错误' },
  other_merchant: { status: 400, code: 'INVALID_REQUEST', number: 0, message: 'Http头Authorization中的mchid和请求中的mchid不一致' },
  appid_not_bound: { status: 400, code: 'APPID_MCHID_NOT_MATCH', number: 268445527, message: 'appid和mchid不匹配' },
  other_terms: { status: 400, code: 'INVALID_REQUEST', number: 268498688, message: '请求重入时，参数与首次请求时不一致' },
  already_paid: { status: 400, code: 'ORDERPAID', number: 268449538, message: '该订单已支付' },
  order_closed: { status: 400, code: 'ORDER_CLOSED', number: 268447914, message: '订单已关闭' },
  order_missing: { status: 404, code: 'ORDER_NOT_EXIST', number: 268512771, message: '订单不存在' },
  authorization_malformed: { status: 401, code: 'SIGN_ERROR', number: 268443699, message: 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》' },
  clock_off: { status: 401, code: 'SIGN_ERROR', number: 268443699, message: 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟' },
  signature_wrong: { status: 401, code: 'SIGN_ERROR', number: 268443699, message: '签名错误' },
  serial_wrong: { status: 401, code: 'SIGN_ERROR', number: 268443699, message: '商户证书序列号有误。请使用签名私钥匹配的证书序列号' },
  no_certificates: { status: 404, code: 'RESOURCE_NOT_EXISTS', number: 0, message: '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196' },
  refund_order_missing: { status: 404, code: 'RESOURCE_NOT_EXISTS', number: 0, message: '订单不存在' },
  refund_missing: { status: 404, code: 'RESOURCE_NOT_EXISTS', number: 0, message: '退款单不存在' },
  refund_other_terms: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '订单金额或退款金额与之前请求不一致，请核实后再试' },
  refund_total_wrong: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '您的请求参数与订单信息不一致' },
  refund_too_much: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '申请退款金额大于订单可退金额' },
  refund_too_many: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '部分退款次数超过50次' },
  refund_too_late: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '订单已经超过可退款的最大期限' },
  balance_short: { status: 403, code: 'NOT_ENOUGH', number: 0, message: '基本账户余额不足，请充值后重新发起' },
  bill_day_wrong: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '账单日期不在可下载的范围内' },
  bill_creating: { status: 400, code: 'STATEMENT_CREATING', number: 0, message: '账单生成中，请稍后再试' },
  bill_missing: { status: 400, code: 'NO_STATEMENT_EXIST', number: 0, message: '账单文件不存在' },
  bill_address_ended: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '账单下载地址已失效，请重新申请账单' },
  bill_of_another: { status: 403, code: 'NO_AUTH', number: 0, message: '无权限下载该账单' },
  sub_merchant_unknown: { status: 403, code: 'NO_AUTH', number: 0, message: '特约子商户商户号未授权服务商的产品权限' },
  sharing_missing: { status: 404, code: 'RESOURCE_NOT_EXISTS', number: 0, message: '记录不存在' },
  sharing_not_wanted: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '非分账订单不支持分账' },
  sharing_untimely: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '订单处理中，暂时无法分账，或已超过分账期限' },
  sharing_exceeds: { status: 400, code: 'INVALID_REQUEST', number: 0, message: '分账金额超过可分账的金额' },
  sharing_rate_limited: { status: 429, code: 'RATELIMIT_EXCEED', number: 0, message: '对同笔订单分账频率过高' },
  openid_mismatch: { status: 500, code: 'OPENID_MISMATCH', number: 268445527, message: 'openid和appid不匹配' },
  no_permission: { status: 403, code: 'NO_AUTH', number: 0, message: '商户号该产品权限未开通，请前往商户平台>产品中心检查后重试' },
  rate_limited: { status: 429, code: 'FREQUENCY_LIMITED', number: 268447840, message: '频率超限' },
  busy: { status: 500, code: 'SYSTEM_ERROR', number: 0, message: '系统异常，请用相同参数重新调用' },
} as const satisfies Record<string, { status: number; code: string; number: number; message: string }>;

export type Fault = keyof typeof FAULTS;

/** Where in the request the fault is, as `PARAM_ERROR` tells it. */
export interface FaultDetail {
  readonly field: string;
  readonly location: 'body' | 'query' | 'uri' | 'authorization';
  readonly issue: string;
  readonly value?: unknown;
  readonly sign_information?: Readonly<Record<string, unknown>>;
}

/** WeChat Pay says no. */
export class WeChatPayRefusal extends Error {
  readonly fault: Fault;
  readonly detail: FaultDetail | undefined;

  constructor(fault: Fault, detail?: FaultDetail) {
    super(FAULTS[fault].message);
    this.fault = fault;
    this.detail = detail;
  }
}

// Codes that older pages of the documentation spell without the underscore, and that are still seen.
const OLD_SPELLING: Readonly<Record<string, string>> = {
  SYSTEM_ERROR: 'SYSTEMERROR',
  ORDER_NOT_EXIST: 'ORDERNOTEXIST',
  ORDER_CLOSED: 'ORDERCLOSED',
  FREQUENCY_LIMITED: 'FREQUENCY_LIMIT_EXCEED',
  NOT_ENOUGH: 'NOTENOUGH',
  NO_AUTH: 'NOAUTH',
};

export const codeOf = (fault: Fault, oldSpelling: boolean): string => {
  const { code } = FAULTS[fault];
  return (oldSpelling ? OLD_SPELLING[code] : undefined) ?? code;
};
