<?php
/**
 * How things are named.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * How things are named.
 */
final class Id {
	public const PAYMENT_PREFIX = 'pay_';
	public const EVENT_PREFIX = 'evt_';
	public const DELIVERY_PREFIX = 'dlv_';
	public const MERCHANT_PREFIX = 'mch_';
	public const CREDENTIAL_PREFIX = 'crd_';
	public const NETWORK_PREFIX = 'net_';
	public const NOTIFICATION_PREFIX = 'ntf_';
	public const POSTING_PREFIX = 'pst_';
	public const AUDIT_PREFIX = 'adt_';

	/** Stands for the network itself, where a site's id belongs. */
	public const NETWORK_ITSELF = '0';

	public const ORDER_REF_PATTERN = '/^(order|button)_[0-9a-z]{1,40}$/D';
}
