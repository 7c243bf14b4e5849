/**
 * What a merchant account needs, field by field: the contract's `WeChatPayCredentials` and `AlipayCredentials`, with
 * where people find each in the providers' consoles. A test holds the patterns against the contract.
 */
import { __ } from '@wordpress/i18n';
import type { ProviderName } from '@multipay/contracts/providers';
import type { AlipayCredentials, WeChatPayCredentials } from '@multipay/contracts/schemas/merchant';
import { certificatesFault, privateKeyFault, publicKeyFault } from './pem';

type FieldName = keyof WeChatPayCredentials | keyof AlipayCredentials;

export interface CredentialField {
  readonly name: FieldName;
  readonly label: string;
  /** In the provider's console. */
  readonly where: string;
  readonly example: string;
  readonly required: boolean;
  readonly kind: 'text' | 'password' | 'file';
  /** For texts; the same as in the contract. */
  readonly pattern?: RegExp;
  /** @returns a sentence, or null */
  readonly faultOf: (value: string) => string | null;
}

const matching = (pattern: RegExp, sentence: string): Pick<CredentialField, 'pattern' | 'faultOf'> => ({
  pattern,
  faultOf: (value) => (pattern.test(value) ? null : sentence),
});

/** What the merchant has for WeChat Pay. */
const weChatPayMerchantFields = (): CredentialField[] => [
  {
    name: 'merchant_number',
    label: __('Merchant number (商户号)', 'multipay'),
    where: __('pay.weixin.qq.com: Account center (账户中心) > Merchant information (商户信息)', 'multipay'),
    example: '1900000001',
    required: true,
    kind: 'text',
    ...matching(/^\d{8,10}$/, __('A merchant number has 8 to 10 digits.', 'multipay')),
  },
  {
    name: 'app_id',
    label: __('AppID', 'multipay'),
    where: __('pay.weixin.qq.com: Product center (产品中心) > AppID accounts (AppID账号管理)', 'multipay'),
    example: 'wx1234567890abcdef',
    required: true,
    kind: 'text',
    ...matching(/^wx[0-9A-Za-z]{6,30}$/, __('An AppID begins with wx, followed by letters and digits.', 'multipay')),
  },
  {
    name: 'api_v3_key',
    label: __('APIv3 key (APIv3密钥)', 'multipay'),
    where: __(
      'pay.weixin.qq.com: Account center (账户中心) > API security (API安全) > APIv3 key. It is shown only while you set it.',
      'multipay',
    ),
    example: '',
    required: true,
    kind: 'password',
    ...matching(/^[\s\S]{32}$/, __('An APIv3 key has exactly 32 characters.', 'multipay')),
  },
  {
    name: 'merchant_private_key',
    label: __('Merchant private key (商户API私钥)', 'multipay'),
    where: __(
      'apiclient_key.pem, made by the certificate tool (证书工具) when you applied for the API certificate',
      'multipay',
    ),
    example: '-----BEGIN PRIVATE KEY-----',
    required: true,
    kind: 'file',
    faultOf: privateKeyFault,
  },
  {
    name: 'merchant_certificate_serial',
    label: __('Serial number of the API certificate (商户API证书序列号)', 'multipay'),
    where: __(
      'pay.weixin.qq.com: Account center (账户中心) > API security (API安全) > API certificates (商户API证书)',
      'multipay',
    ),
    example: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    required: true,
    kind: 'text',
    ...matching(/^[0-9A-Fa-f]{16,40}$/, __('A serial number has 16 to 40 digits and letters A to F.', 'multipay')),
  },
  {
    name: 'merchant_certificate',
    label: __('Merchant certificate (商户API证书)', 'multipay'),
    where: __(
      'apiclient_cert.pem, beside apiclient_key.pem. With it the bridge sees whether key, serial number and merchant number belong together, and warns before it ends.',
      'multipay',
    ),
    example: '-----BEGIN CERTIFICATE-----',
    required: false,
    kind: 'file',
    faultOf: certificatesFault,
  },
];

/** What WeChat Pay signs with: which of them there are depends on the merchant's age. */
const weChatPayVerifierFields = (): CredentialField[] => [
  {
    name: 'wechat_pay_public_key_id',
    label: __('WeChat Pay public key ID (微信支付公钥ID)', 'multipay'),
    where: __(
      'pay.weixin.qq.com: Account center (账户中心) > API security (API安全) > WeChat Pay public key (微信支付公钥)',
      'multipay',
    ),
    example: 'PUB_KEY_ID_0119000000012024',
    required: false,
    kind: 'text',
    ...matching(
      /^PUB_KEY_ID_\d{10,64}$/,
      __('It begins with PUB_KEY_ID_, followed by digits. Give all of it.', 'multipay'),
    ),
  },
  {
    name: 'wechat_pay_public_key',
    label: __('WeChat Pay public key (微信支付公钥)', 'multipay'),
    where: __('pub_key.pem, from the same page as its ID', 'multipay'),
    example: '-----BEGIN PUBLIC KEY-----',
    required: false,
    kind: 'file',
    faultOf: publicKeyFault,
  },
  {
    name: 'platform_certificates',
    label: __('WeChat Pay platform certificates (微信支付平台证书)', 'multipay'),
    where: __(
      'Only for merchants from before the public key: one or more certificates, one after the other',
      'multipay',
    ),
    example: '-----BEGIN CERTIFICATE-----',
    required: false,
    kind: 'file',
    faultOf: certificatesFault,
  },
];

const alipayFields = (): CredentialField[] => [
  {
    name: 'app_id',
    label: __('APPID (应用APPID)', 'multipay'),
    where: __('open.alipay.com: Console (控制台) > your application (网页/移动应用)', 'multipay'),
    example: '2021000000000000',
    required: true,
    kind: 'text',
    ...matching(/^\d{16,32}$/, __('An APPID has at least 16 digits.', 'multipay')),
  },
  {
    name: 'app_private_key',
    label: __('Application private key (应用私钥)', 'multipay'),
    where: __("made by Alipay's key tool (密钥工具); PKCS#1 or PKCS#8, as PEM or as one long line", 'multipay'),
    example: 'MIIEvgIBADANBgkqhkiG9w0BAQEF…',
    required: true,
    kind: 'file',
    faultOf: privateKeyFault,
  },
  {
    name: 'alipay_public_key',
    label: __('Alipay public key (支付宝公钥)', 'multipay'),
    where: __(
      "open.alipay.com: your application > Development settings (开发设置) > Signing (接口加签方式) > View (查看). Not your application's public key.",
      'multipay',
    ),
    example: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…',
    required: true,
    kind: 'file',
    faultOf: publicKeyFault,
  },
  {
    name: 'seller_id',
    label: __('PID of the account that gets the money (商户PID)', 'multipay'),
    where: __(
      'b.alipay.com: Account center (账户中心). Only where it is not the account of the application.',
      'multipay',
    ),
    example: '2088000000000000',
    required: false,
    kind: 'text',
    ...matching(/^2088\d{12}$/, __('A PID has 16 digits and begins with 2088.', 'multipay')),
  },
];

export const credentialFields = (provider: ProviderName): CredentialField[] =>
  provider === 'wechat_pay' ? [...weChatPayMerchantFields(), ...weChatPayVerifierFields()] : alipayFields();
