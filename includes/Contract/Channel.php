<?php
/**
 * The ways in which a shopper meets a provider.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * The ways in which a shopper meets a provider.
 */
final class Channel {
	public const QR_CODE = 'qr_code';
	public const MOBILE_WEB = 'mobile_web';
	public const DESKTOP_WEB = 'desktop_web';
}
