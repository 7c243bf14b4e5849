<?php
/**
 * A refusal that people read.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay;

use MultiPay\Bridge\BridgeError;
use MultiPay\Log\Mask;

/**
 * The plugin's own way to say no: a stable code, an HTTP status, and a translated sentence. The bridge's refusals become
 * one of these where they reach a person.
 */
final class Refusal extends \RuntimeException {
	/** The price token is too old, or was changed. */
	public const TOKEN_STALE = 'multipay_token_stale';
	/** There is no such payment, or no proof that it is the asker's: both sound alike. */
	public const NOT_YOURS = 'multipay_not_yours';
	/** The address for the receipt is missing or malformed. */
	public const EMAIL_INVALID = 'multipay_email_invalid';
	/** The amount that the shopper chose is not between the bounds. */
	public const AMOUNT_OUT_OF_BOUNDS = 'multipay_amount_out_of_bounds';
	/** The order needs no payment, or can have none. */
	public const NOT_PAYABLE = 'multipay_not_payable';
	/** Another plugin stopped it, with its own words. */
	public const VETOED = 'multipay_vetoed';
	/** The last piece went to somebody else. */
	public const OUT_OF_STOCK = 'multipay_out_of_stock';
	/** The gateway is switched off or cannot be paid with now. */
	public const GATEWAY_UNAVAILABLE = 'multipay_gateway_unavailable';
	/** Too many payments were begun from one address. */
	public const TOO_MANY = 'multipay_too_many';
	/** Not signed by the bridge. */
	public const EVENT_FORGED = 'multipay_event_forged';
	/** Signed by the bridge, and not an event. */
	public const EVENT_MALFORMED = 'multipay_event_malformed';
	/** Somebody else is at it. */
	public const BUSY = 'multipay_busy';
	/** Only somebody with more rights may do that. */
	public const FORBIDDEN = 'multipay_forbidden';
	/** The network decides this. */
	public const NETWORK_DECIDES = 'multipay_network_decides';
	/** Whoever asks must first prove once more who they are; what for is in the data's `deed`. */
	public const IDENTITY_NEEDED = 'identity_needed';
	/** Not the user's password. */
	public const IDENTITY_WRONG = 'identity_wrong';
	/** Too many wrong passwords. */
	public const IDENTITY_LOCKED = 'identity_locked';

	/**
	 * What happened, in the bridge's own words and in English; for admins only.
	 *
	 * @var string
	 */
	private string $detail = '';

	/**
	 * Makes the refusal.
	 *
	 * @param string $error_code A constant of this class.
	 * @param string $sentence   Translated, for whoever asked.
	 * @param int    $status     The HTTP status.
	 * @param string $next       What the reader can do, a word of the contract.
	 * @param bool   $retryable  Whether the same can succeed later.
	 * @param string $request_id Where the bridge was asked: its name in the logs.
	 * @param string $deed       What the identity is asked for; empty otherwise.
	 */
	public function __construct(
		private string $error_code,
		string $sentence,
		private int $status,
		private string $next = 'correct_request',
		private bool $retryable = false,
		private string $request_id = '',
		private string $deed = ''
	) {
		parent::__construct( $sentence );
	}

	/**
	 * No payment, or none of the asker's.
	 */
	public static function not_yours(): self {
		return new self( self::NOT_YOURS, __( 'There is no such payment.', 'multipay' ), 404 );
	}

	/**
	 * Whoever asks must first prove who they are.
	 *
	 * @param string $deed     A constant of Access\SecondFactor.
	 * @param string $sentence Translated.
	 */
	public static function identity_needed( string $deed, string $sentence ): self {
		return new self( self::IDENTITY_NEEDED, $sentence, 403, 'correct_request', false, '', $deed );
	}

	/**
	 * What the bridge refused, said to a shopper.
	 *
	 * @param BridgeError $error The bridge's refusal.
	 */
	public static function for_shopper( BridgeError $error ): self {
		return self::of_bridge( $error, Messages::for_shopper( $error ) );
	}

	/**
	 * What the bridge refused, said to a shopper who may have paid.
	 *
	 * @param BridgeError $error The bridge's refusal.
	 */
	public static function for_waiting_shopper( BridgeError $error ): self {
		return self::of_bridge( $error, Messages::for_waiting_shopper( $error ) );
	}

	/**
	 * What the bridge refused, said to an admin.
	 *
	 * @param BridgeError $error The bridge's refusal.
	 */
	public static function for_admin( BridgeError $error ): self {
		$refusal = self::of_bridge( $error, Messages::for_admin( $error->error_code() ) );
		// Where nobody answered, the words are this server's own, with the bridge's address in them.
		$refusal->detail = $error->is_silence() ? '' : Mask::text( $error->getMessage() );
		return $refusal;
	}

	/**
	 * The stable code.
	 */
	public function error_code(): string {
		return $this->error_code;
	}

	/**
	 * As WordPress's REST API says it.
	 */
	public function to_wp_error(): \WP_Error {
		$data = array(
			'status'    => $this->status,
			'next'      => $this->next,
			'retryable' => $this->retryable,
		);
		if ( '' !== $this->request_id ) {
			$data['request_id'] = $this->request_id;
		}
		if ( '' !== $this->deed ) {
			$data['deed'] = $this->deed;
		}
		if ( '' !== $this->detail ) {
			$data['detail'] = $this->detail;
		}
		return new \WP_Error( $this->error_code, $this->getMessage(), $data );
	}

	/**
	 * The bridge's refusal with other words.
	 *
	 * @param BridgeError $error    The bridge's refusal.
	 * @param string      $sentence The words.
	 */
	private static function of_bridge( BridgeError $error, string $sentence ): self {
		return new self( $error->error_code(), $sentence, $error->status(), $error->next(), $error->is_retryable(), $error->request_id() );
	}
}
