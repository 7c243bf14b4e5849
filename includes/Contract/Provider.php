<?php
/**
 * The payment providers.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * The payment providers.
 */
final class Provider {
	public const WECHAT_PAY = 'wechat_pay';
	public const ALIPAY = 'alipay';
}
