<?php
/**
 * Brings what a site keeps to the form that this version of the plugin reads.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Upkeep;

use MultiPay\Access\Roles;
use MultiPay\Bridge\BridgeError;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Log\Logger;
use MultiPay\Messages;

/**
 * An update of the plugin's files runs no code, so each site notes the version whose steps it has taken. Whoever comes
 * first takes them: an admin, scheduled work, the command line; never a shopper's page. Steps can be taken twice. In a
 * network a scheduled event goes through all sites, some at a time. An older version may come back: it leaves alone what it
 * does not know, and the steps are taken again when the newer one returns.
 */
final class Upgrade {
	public const VERSION = 'multipay_plugin_version';
	/** Sites in one go. */
	public const BATCH = 200;

	/** What releases before the first public one called it. */
	private const ALIAS = 'payment_plugin_version';
	/** Network option: the version that the network is being brought to, and how many sites are done. */
	private const PROGRESS      = 'multipay_upgrade_progress';
	private const EVENT         = 'multipay_upgrade_network';
	private const NEXT_AFTER_S  = MINUTE_IN_SECONDS;
	private const AGAIN_AFTER_S = HOUR_IN_SECONDS;

	/**
	 * Needs what is carried along.
	 *
	 * @param ConnectionStore $connections Whether the plugin is the network's.
	 * @param EarlierSettings $earlier     Settings that earlier releases kept in WordPress.
	 * @param Logger          $logger      Hears of what did not work.
	 */
	public function __construct( private ConnectionStore $connections, private EarlierSettings $earlier, private Logger $logger ) {}

	/**
	 * Hooks in where an admin comes, and where scheduled work and the command line begin.
	 */
	public function register_hooks(): void {
		add_action( 'admin_init', array( $this, 'begin' ), 5 );
		if ( wp_doing_cron() || defined( 'WP_CLI' ) ) {
			add_action( 'init', array( $this, 'begin' ), 5 );
		}
		add_action( self::EVENT, array( $this, 'run_scheduled' ) );
	}

	/**
	 * Takes this site's steps, if there are any, and has those of the other sites taken. The note is loaded with WordPress's
	 * other options, so that looking costs nothing. What pages ask in the background comes by an admin's address, for
	 * shoppers too.
	 */
	public function begin(): void {
		if ( wp_doing_ajax() ) {
			return;
		}
		if ( self::installed() !== MULTIPAY_VERSION ) {
			$this->run_site();
		}
		if ( is_main_site() && $this->connections->is_network_wide() && ! $this->is_network_done() && ! wp_next_scheduled( self::EVENT ) ) {
			wp_schedule_single_event( time(), self::EVENT );
		}
	}

	/**
	 * Takes the current site's steps.
	 *
	 * @return list<string> The versions whose steps were taken.
	 */
	public function run_site(): array {
		$from  = self::installed();
		$taken = array();
		foreach ( self::steps() as $version => $step ) {
			if ( version_compare( $from, $version, '<' ) ) {
				$step();
				$taken[] = $version;
			}
		}
		update_option( self::VERSION, MULTIPAY_VERSION, true );
		return $taken;
	}

	/**
	 * Takes the steps of the network's next sites and carries their earlier settings over. A site that fails is logged and
	 * left to its own admin's next visit. Only in a network: a single site has run_site().
	 *
	 * @param int $batch How many sites.
	 * @return array{done: int, total: int, finished: bool, carried: list<string>, problem: string|null} `carried`: names of
	 *                   settings; `problem`: why the bridge did not take one, as a code; the batch then comes again.
	 */
	public function run_network( int $batch = self::BATCH ): array {
		$done    = $this->progress();
		$sites   = $this->sites( $batch, $done );
		$carried = array();
		$problem = null;
		array_map( array( $this, 'run_other_site' ), $sites );
		try {
			$carried = $this->earlier->carry( $sites );
			$done   += count( $sites );
		} catch ( BridgeError $error ) {
			$problem = $error->error_code();
			$this->logger->error( Messages::log_line( 'Settings of an earlier release could not be carried to the bridge yet', $error ) );
		}
		$finished = null === $problem && count( $sites ) < $batch;
		$this->keep_progress( $done, $finished );
		return array(
			'done'     => $done,
			'total'    => (int) get_sites(
				array(
					'count'      => true,
					'network_id' => get_current_network_id(),
				)
			),
			'finished' => $finished,
			'carried'  => $carried,
			'problem'  => $problem,
		);
	}

	/**
	 * Takes some sites' steps, and plans the rest.
	 */
	public function run_scheduled(): void {
		if ( ! $this->connections->is_network_wide() || $this->is_network_done() ) {
			return;
		}
		$run = $this->run_network();
		if ( ! $run['finished'] ) {
			wp_schedule_single_event( time() + ( null === $run['problem'] ? self::NEXT_AFTER_S : self::AGAIN_AFTER_S ), self::EVENT );
		}
	}

	/**
	 * The version whose steps this site has taken; `0` before the first.
	 */
	private static function installed(): string {
		$version = get_option( self::VERSION );
		if ( ! is_string( $version ) || '' === $version ) {
			$version = get_option( self::ALIAS );
		}
		return is_string( $version ) && preg_match( '/^\d+(\.\d+)*/', $version ) ? $version : '0';
	}

	/**
	 * What each version has to do on a site that comes from an earlier one, the oldest first. Tables are made when they are
	 * first needed, and looked after by themselves (SiteTable).
	 *
	 * @return array<string, callable(): void>
	 */
	private static function steps(): array {
		return array(
			'1.0.0' => array( Roles::class, 'apply' ),
		);
	}

	/**
	 * Takes another site's steps.
	 *
	 * @param int $site The site.
	 */
	private function run_other_site( int $site ): void {
		switch_to_blog( $site );
		try {
			if ( self::installed() !== MULTIPAY_VERSION ) {
				$this->run_site();
			}
		} catch ( \Throwable $error ) {
			$this->logger->error( 'Site ' . $site . ' could not be brought to version ' . MULTIPAY_VERSION . ': ' . $error->getMessage() );
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * Some of the network's sites.
	 *
	 * @param int $number How many.
	 * @param int $offset After how many.
	 * @return list<int>
	 */
	private function sites( int $number, int $offset ): array {
		$ids = get_sites(
			array(
				'fields'     => 'ids',
				'number'     => $number,
				'offset'     => $offset,
				'orderby'    => 'id',
				'order'      => 'ASC',
				'network_id' => get_current_network_id(),
			)
		);
		return array_values( array_map( 'intval', $ids ) );
	}

	/**
	 * Whether every site was brought to this version.
	 */
	private function is_network_done(): bool {
		return get_network_option( null, self::VERSION ) === MULTIPAY_VERSION;
	}

	/**
	 * How many sites are done.
	 */
	private function progress(): int {
		$progress = get_network_option( null, self::PROGRESS );
		return is_array( $progress ) && MULTIPAY_VERSION === ( $progress['version'] ?? '' ) ? (int) $progress['done'] : 0;
	}

	/**
	 * Notes how many sites are done.
	 *
	 * @param int  $done     The sites.
	 * @param bool $finished Whether these are all.
	 */
	private function keep_progress( int $done, bool $finished ): void {
		if ( $finished ) {
			$this->earlier->close();
			delete_network_option( null, self::PROGRESS );
			update_network_option( null, self::VERSION, MULTIPAY_VERSION );
			return;
		}
		update_network_option(
			null,
			self::PROGRESS,
			array(
				'version' => MULTIPAY_VERSION,
				'done'    => $done,
			)
		);
	}
}
