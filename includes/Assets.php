<?php
/**
 * The plugin's scripts, styles and blocks, as the build made them.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay;

/**
 * The one place that knows what lies in build/. Nothing is loaded on a page that does not show it.
 */
final class Assets {
	/** Checkout block: both payment methods. */
	public const CHECKOUT = 'multipay-checkout';
	/** Our own page for an order's payment. */
	public const ORDER_PAY = 'multipay-order-pay';
	/** The Setup screen. */
	public const SETUP = 'multipay-setup';
	/** The Doctor screen. */
	public const DOCTOR = 'multipay-doctor';
	/** The network's screens. */
	public const NETWORK = 'multipay-network';
	/** The dialog with the QR code. */
	public const DIALOG_STYLE = 'multipay-dialog';

	private const SCRIPTS = array(
		self::CHECKOUT  => 'checkout',
		self::ORDER_PAY => 'order-pay',
		self::SETUP     => 'setup',
		self::DOCTOR    => 'doctor',
		self::NETWORK   => 'network',
	);

	/** The admin screens' own styles; what they share is in admin.css. */
	private const ADMIN_STYLES = array(
		self::SETUP   => 'setup.css',
		self::DOCTOR  => 'doctor.css',
		self::NETWORK => 'network.css',
	);

	/**
	 * Hooks in where WordPress collects scripts.
	 */
	public function register_hooks(): void {
		add_action( 'init', array( $this, 'load_translations' ), 1 );
		add_action( 'init', array( $this, 'register_styles' ), 5 );
	}

	/**
	 * Reads the translations that come with the plugin; those of WordPress.org go before them.
	 */
	public function load_translations(): void {
		load_plugin_textdomain( 'multipay', false, dirname( plugin_basename( MULTIPAY_FILE ) ) . '/languages' );
	}

	/**
	 * Makes the dialog's style known, which blocks name by its handle.
	 */
	public function register_styles(): void {
		wp_register_style( self::DIALOG_STYLE, self::url( 'dialog.css' ), array(), MULTIPAY_VERSION );
	}

	/**
	 * Makes a script known with what it needs, and answers with its handle.
	 *
	 * @param string $handle A constant of this class.
	 * @phpstan-param non-empty-string $handle
	 * @phpstan-return non-empty-string
	 */
	public function script( string $handle ): string {
		$name   = self::SCRIPTS[ $handle ];
		$needed = self::file( $name . '.asset.php' );
		if ( ! wp_script_is( $handle, 'registered' ) && is_readable( $needed ) ) {
			$asset = require $needed;
			wp_register_script( $handle, self::url( $name . '.js' ), $asset['dependencies'], $asset['version'], true );
			wp_set_script_translations( $handle, 'multipay', MULTIPAY_DIR . '/languages' );
		}
		return $handle;
	}

	/**
	 * Loads a script and the style that belongs to it.
	 *
	 * @param string $handle A constant of this class.
	 * @phpstan-param non-empty-string $handle
	 */
	public function enqueue( string $handle ): void {
		wp_enqueue_script( $this->script( $handle ) );
		if ( ! isset( self::ADMIN_STYLES[ $handle ] ) ) {
			wp_enqueue_style( self::DIALOG_STYLE );
			return;
		}
		wp_enqueue_style( 'wp-components' );
		$styles = array(
			'multipay-admin' => 'admin.css',
			$handle          => self::ADMIN_STYLES[ $handle ],
		);
		foreach ( $styles as $name => $file ) {
			if ( is_readable( self::file( $file ) ) ) {
				wp_enqueue_style( $name, self::url( $file ), array( 'wp-components' ), MULTIPAY_VERSION );
			}
		}
	}

	/**
	 * Makes a block known.
	 *
	 * @param string   $name   Its folder in build/.
	 * @param callable $render Draws it.
	 */
	public function register_block( string $name, callable $render ): void {
		$folder = self::file( $name );
		if ( ! is_readable( $folder . '/block.json' ) ) {
			return;
		}
		$block = register_block_type( $folder, array( 'render_callback' => $render ) );
		if ( ! $block ) {
			return;
		}
		foreach ( array_merge( $block->view_script_handles, $block->editor_script_handles ) as $handle ) {
			wp_set_script_translations( $handle, 'multipay', MULTIPAY_DIR . '/languages' );
		}
		if ( ! is_admin() ) {
			$this->style_only_where_shown( $block, $render );
		}
	}

	/**
	 * Loads a block's styles with the block. With a theme that is not made of blocks, WordPress would load them on every
	 * page of the site.
	 *
	 * @param \WP_Block_Type $block  The block.
	 * @param callable       $render Draws it.
	 */
	private function style_only_where_shown( \WP_Block_Type $block, callable $render ): void {
		$styles                 = $block->style_handles;
		$block->style_handles   = array();
		$block->render_callback = static function ( ...$args ) use ( $styles, $render ): string {
			array_map( 'wp_enqueue_style', $styles );
			return (string) $render( ...$args );
		};
	}

	/**
	 * A built file's path.
	 *
	 * @param string $name Below build/.
	 */
	private static function file( string $name ): string {
		return MULTIPAY_DIR . '/build/' . $name;
	}

	/**
	 * A built file's address.
	 *
	 * @param string $name Below build/.
	 * @phpstan-return non-empty-string
	 */
	private static function url( string $name ): string {
		/** @phpstan-var non-empty-string $url */
		$url = plugins_url( 'build/' . $name, MULTIPAY_FILE );
		return $url;
	}
}
