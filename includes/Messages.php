<?php
/**
 * What people read when the bridge says no.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay;

use MultiPay\Bridge\BridgeError;
use MultiPay\Contract\ErrorCode;

/**
 * A sentence for each code. Shoppers learn what they can do, admins what is wrong.
 */
final class Messages {
	/**
	 * For shoppers. Nothing that is only the merchant's business.
	 *
	 * @param BridgeError $error The refusal.
	 */
	public static function for_shopper( BridgeError $error ): string {
		switch ( $error->error_code() ) {
			case ErrorCode::ORDER_ALREADY_PAID:
				return __( 'This order has already been paid.', 'multipay' );
			case ErrorCode::AMOUNT_INVALID:
				return __( 'This amount cannot be paid this way. Please choose another payment method.', 'multipay' );
			case ErrorCode::AMOUNT_OVER_LIMIT:
				return __( 'This amount is more than can be paid this way. Please choose another payment method.', 'multipay' );
			case ErrorCode::CURRENCY_UNSUPPORTED:
			case ErrorCode::CHANNEL_UNAVAILABLE:
			case ErrorCode::PROVIDER_REFUSED:
				return __( 'This payment method cannot be used for this order. Please choose another one.', 'multipay' );
			case ErrorCode::PAYMENT_FINAL:
				return __( 'The time to pay has run out. Please start again.', 'multipay' );
			case ErrorCode::RATE_LIMITED:
			case ErrorCode::REQUEST_IN_FLIGHT:
				return __( 'Please wait a moment and try again.', 'multipay' );
			case ErrorCode::NOT_FOUND:
				return __( 'There is no such payment.', 'multipay' );
		}
		return $error->is_retryable()
			? __( 'The payment could not be started just now; nothing was charged. Please try again.', 'multipay' )
			: __( 'This payment method is not available at the moment. Please choose another one or contact the shop.', 'multipay' );
	}

	/**
	 * For shoppers who want to know whether their money arrived. Nothing is promised that is not known.
	 *
	 * @param BridgeError $error The refusal.
	 */
	public static function for_waiting_shopper( BridgeError $error ): string {
		return ErrorCode::NOT_FOUND === $error->error_code()
			? __( 'There is no such payment.', 'multipay' )
			: __( 'Whether your payment has arrived could not be found out just now. If you have paid, it is not lost. Please wait a moment and ask again.', 'multipay' );
	}

	/**
	 * For admins: what is wrong, and what to do.
	 *
	 * @param string $error_code One of MultiPay\Contract\ErrorCode or of the constants of BridgeError.
	 */
	public static function for_admin( string $error_code ): string {
		$sentences = self::admin_sentences();
		/* translators: %s: a code such as "store_unavailable" */
		return $sentences[ $error_code ] ?? sprintf( __( 'The bridge refused (%s). The log has more.', 'multipay' ), $error_code );
	}

	/**
	 * For site admins: who configures their site, and so whose account gets the money.
	 *
	 * @param string $mode A word of the contract.
	 */
	public static function who_configures( string $mode ): string {
		switch ( $mode ) {
			case 'managed':
				return __( 'The network configures accounts and keys, and the money goes to the network’s merchant account. This switch, the title and the description are this site’s own.', 'multipay' );
			case 'split':
				return __( 'The network configures accounts and keys, and the money goes to the network’s merchant account: this version does not share it with the site yet. This switch, the title and the description are this site’s own.', 'multipay' );
			case 'exempt':
				return __( 'The network lets this site configure itself: accounts and keys are under MultiPay, and the money goes to the site’s own merchant account.', 'multipay' );
		}
		return __( 'This site configures itself: accounts and keys are under MultiPay, and the money goes to the site’s own merchant account.', 'multipay' );
	}

	/**
	 * For logs, in English.
	 *
	 * @param string      $what  What did not work.
	 * @param BridgeError $error Why.
	 */
	public static function log_line( string $what, BridgeError $error ): string {
		$request = '' === $error->request_id() ? '' : ' [' . $error->request_id() . ']';
		return $what . ': ' . $error->error_code() . ', ' . $error->getMessage() . $request;
	}

	/**
	 * A sentence for each code that an admin can do something about.
	 *
	 * @return array<string, string>
	 */
	private static function admin_sentences(): array {
		return array(
			BridgeError::DOWN                     => __( 'The bridge does not answer. Check that it runs and that this server can reach its address.', 'multipay' ),
			BridgeError::SLOW                     => __( 'The bridge did not answer in time. It may be busy, or a firewall may swallow what is sent to it. Try again soon.', 'multipay' ),
			BridgeError::OUTDATED                 => __( 'The bridge is older than the plugin and does not know this yet: update the bridge.', 'multipay' ),
			BridgeError::NOT_PAIRED               => __( 'MultiPay is not paired with a bridge yet.', 'multipay' ),
			BridgeError::KEYS_UNREADABLE          => __( 'The stored keys cannot be read, because the secret keys in wp-config.php have changed. Pair again.', 'multipay' ),
			BridgeError::SITE_MOVED               => __( 'The address of this site has changed since it was paired, so its keys are not used. If this is a copy of a site, leave it so; otherwise pair again.', 'multipay' ),
			BridgeError::ADDRESSES_CHANGED        => __( 'The permalinks of this site have changed since it was paired, so the bridge may not reach it. Pair again.', 'multipay' ),
			ErrorCode::PAIRING_REFUSED            => __( 'The pairing code is wrong, used, expired, or has been tried too often. Make a new one with “multipay pair”.', 'multipay' ),
			BridgeError::CODE_FOR_ONE_SITE        => __( 'This code was made for one site, and the plugin is activated for the whole network. Make a new one with “multipay pair”, without “--single-site”.', 'multipay' ),
			ErrorCode::ADDRESS_REFUSED            => __( 'The bridge does not accept this address: it belongs to another site, or may not be called.', 'multipay' ),
			ErrorCode::KEY_UNKNOWN                => __( 'The bridge does not know the keys of this site any more. Pair again.', 'multipay' ),
			ErrorCode::SIGNATURE_INVALID          => __( 'The bridge could not verify a request of this site. Pair again.', 'multipay' ),
			ErrorCode::CLOCK_SKEW                 => __( 'The clocks of this server and of the bridge are more than five minutes apart. Set them.', 'multipay' ),
			ErrorCode::FORBIDDEN                  => __( 'The keys of this site may not do that.', 'multipay' ),
			ErrorCode::SETTINGS_LOCKED            => __( 'The network manages this. Ask the network’s administrator.', 'multipay' ),
			ErrorCode::NOT_FOUND                  => __( 'The bridge knows no such thing. It may have been removed, or belong to another site.', 'multipay' ),
			ErrorCode::MERCHANT_NOT_ALLOWED       => __( 'The network does not let this site use the merchant account. Ask the network’s administrator.', 'multipay' ),
			ErrorCode::AMOUNT_OVER_LIMIT          => __( 'The amount is above the limit of this site or of the merchant account.', 'multipay' ),
			ErrorCode::CHANNEL_UNAVAILABLE        => __( 'This way of paying is switched off here, or the provider does not offer it.', 'multipay' ),
			ErrorCode::ROLLOUT_NOT_READY          => __( 'The rollout cannot go on yet: it was not watched for long enough, or too many payments fail.', 'multipay' ),
			ErrorCode::MERCHANT_MISSING           => __( 'No merchant account is set up for this payment method.', 'multipay' ),
			ErrorCode::CURRENCY_UNSUPPORTED       => __( 'This payment method takes Chinese yuan (CNY) only, and the shop’s currency is another one.', 'multipay' ),
			ErrorCode::CREDENTIALS_INVALID        => __( 'A key or certificate is missing, malformed, or does not fit the others.', 'multipay' ),
			ErrorCode::CREDENTIALS_UNREADABLE     => __( 'The keys were encrypted for another bridge. Reload the page and give them again.', 'multipay' ),
			ErrorCode::REHEARSAL_FAILED           => __( 'These keys were not accepted when they were tried, so they are not used. The ones before stay in use.', 'multipay' ),
			ErrorCode::SECOND_PERSON_NEEDED       => __( 'Your wish is noted. Another administrator must confirm it within seven days.', 'multipay' ),
			ErrorCode::PAYMENT_FINAL              => __( 'The payment has ended, so this cannot be done any more.', 'multipay' ),
			ErrorCode::PROVIDER_UNREACHABLE       => __( 'The provider did not answer. Try again soon.', 'multipay' ),
			ErrorCode::PROVIDER_BUSY              => __( 'The provider is busy. Try again soon.', 'multipay' ),
			ErrorCode::PROVIDER_REFUSED           => __( 'The provider declined. The log has its reason.', 'multipay' ),
			ErrorCode::PROVIDER_ANSWER_UNVERIFIED => __( 'The provider’s answer was not signed with the provider’s key that the bridge has. Check that key.', 'multipay' ),
			ErrorCode::SHUTTING_DOWN              => __( 'The bridge is restarting. Try again soon.', 'multipay' ),
			ErrorCode::INTERNAL_ERROR             => __( 'Something broke inside the bridge. Its log has more.', 'multipay' ),
			ErrorCode::REPLAY_ATTACK              => __( 'The bridge has seen this very request before. Reload the page and try again.', 'multipay' ),
			ErrorCode::PAYLOAD_TOO_LARGE          => __( 'What was sent is too large.', 'multipay' ),
			ErrorCode::PROVIDER_REJECTED_KEY      => __( 'The provider does not accept the merchant account’s keys.', 'multipay' ),
			ErrorCode::INVALID_REQUEST            => __( 'The bridge did not understand a value. Check what you entered.', 'multipay' ),
			ErrorCode::STORE_UNAVAILABLE          => __( 'The bridge’s database does not answer. Try again soon.', 'multipay' ),
			ErrorCode::RATE_LIMITED               => __( 'Too many requests. Wait a minute and try again.', 'multipay' ),
		);
	}
}
