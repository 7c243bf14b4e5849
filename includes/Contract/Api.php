<?php
/**
 * The bridge's routes: method and path.
 *
 * Made by `npm run generate` from contracts/: change it there.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Contract;

/**
 * The bridge's routes: method and path.
 */
final class Api {
	public const OPEN_PAYMENT = array( 'POST', '/v1/payments' );
	public const GET_PAYMENT = array( 'GET', '/v1/payments/:payment_id' );
	public const LIST_PAYMENTS = array( 'GET', '/v1/payments' );
	public const REFRESH_PAYMENT = array( 'POST', '/v1/payments/:payment_id/refresh' );
	public const CLOSE_PAYMENT = array( 'POST', '/v1/payments/:payment_id/close' );
	public const LIST_PAYMENT_EVENTS = array( 'GET', '/v1/payments/:payment_id/events' );
	public const GET_PAYMENT_TIMELINE = array( 'GET', '/v1/payments/:payment_id/timeline' );
	public const RELAY_NOTIFICATION = array( 'POST', '/v1/notifications' );
	public const LIST_WEBHOOK_DELIVERIES = array( 'GET', '/v1/webhook-deliveries' );
	public const REPLAY_WEBHOOK_DELIVERY = array( 'POST', '/v1/webhook-deliveries/:delivery_id/replay' );
	public const PAIR = array( 'POST', '/v1/pairings' );
	public const REGISTER_SITE = array( 'PUT', '/v1/sites/:site_id' );
	public const REVOKE_SITE_KEY = array( 'POST', '/v1/sites/:site_id/revoke' );
	public const GET_SITE = array( 'GET', '/v1/sites/:site_id' );
	public const GET_BRIDGE_KEY = array( 'GET', '/v1/bridge-key' );
	public const LIST_MERCHANTS = array( 'GET', '/v1/merchants' );
	public const CREATE_MERCHANT = array( 'POST', '/v1/merchants' );
	public const REPLACE_CREDENTIALS = array( 'PUT', '/v1/merchants/:merchant_id/credentials' );
	public const GET_SETTINGS = array( 'GET', '/v1/settings' );
	public const CHANGE_SETTINGS = array( 'PUT', '/v1/settings' );
	public const COPY_SETTINGS = array( 'POST', '/v1/settings/copy' );
	public const GET_OVERVIEW = array( 'GET', '/v1/overview' );
	public const LIST_SITES = array( 'GET', '/v1/sites' );
	public const CHECK_CALLBACKS = array( 'POST', '/v1/sites/:site_id/callback-check' );
	public const LIST_AUDIT = array( 'GET', '/v1/audit' );
	public const LIST_ROLLOUTS = array( 'GET', '/v1/rollouts' );
	public const CHANGE_ROLLOUT = array( 'PUT', '/v1/rollouts/:feature' );
	public const CHANGE_MERCHANT = array( 'PUT', '/v1/merchants/:merchant_id' );
	public const TEST_MERCHANT = array( 'POST', '/v1/merchants/:merchant_id/test' );
	public const LIST_CREDENTIALS = array( 'GET', '/v1/merchants/:merchant_id/credentials' );
	public const REHEARSE_CREDENTIALS = array( 'POST', '/v1/merchants/:merchant_id/rehearsals' );
	public const ACTIVATE_CREDENTIALS = array( 'POST', '/v1/merchants/:merchant_id/credentials/:credential_id/activate' );
	public const GET_MASTER_KEYS = array( 'GET', '/v1/master-keys' );
	public const ROTATE_MASTER_KEY = array( 'POST', '/v1/master-keys/rotate' );
	public const DESTROY_MASTER_KEY = array( 'POST', '/v1/master-keys/:key_id/destroy' );
	public const EXPORT_PAYERS = array( 'POST', '/v1/privacy/export' );
	public const ERASE_PAYERS = array( 'POST', '/v1/privacy/erase' );
	public const IS_LIVE = array( 'GET', '/health/live' );
	public const IS_READY = array( 'GET', '/health/ready' );
}
