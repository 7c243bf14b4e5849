<?php
/**
 * A table of the plugin's own, on each site that needs one.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay;

/**
 * Made when it is first needed, known by an option that holds its version, and dropped with its site.
 *
 * phpcs:disable WordPress.DB -- A name of our own is not a value.
 */
abstract class SiteTable {
	/**
	 * Describes the table.
	 *
	 * @param string $suffix  What its name ends with, after the site's prefix.
	 * @param string $option  Where its version is noted.
	 * @param string $version The version that this code needs.
	 * @param string $columns Its columns and keys, in SQL that MariaDB, MySQL and the SQLite drop-in all know.
	 */
	protected function __construct( private string $suffix, private string $option, private string $version, private string $columns ) {}

	/**
	 * Hooks in where WordPress deletes a site.
	 */
	public function register_hooks(): void {
		add_filter( 'wpmu_drop_tables', array( $this, 'drop_with_site' ) );
	}

	/**
	 * WordPress has switched to the site that goes.
	 *
	 * @param string[] $tables The tables that go with it.
	 * @return string[]
	 */
	public function drop_with_site( array $tables ): array {
		$tables[] = $this->name();
		return $tables;
	}

	/**
	 * The table's name on this site.
	 */
	protected function name(): string {
		global $wpdb;
		return $wpdb->prefix . $this->suffix;
	}

	/**
	 * Whether this site has noted the table in this version.
	 */
	protected function is_noted(): bool {
		return get_option( $this->option ) === $this->version;
	}

	/**
	 * Makes the table, unless this site has it in this version.
	 */
	protected function make_if_missing(): void {
		if ( ! $this->is_noted() ) {
			$this->make();
		}
	}

	/**
	 * Makes the table. The option may have come from a backup without it, so this may be called at any time.
	 */
	protected function make(): void {
		global $wpdb;
		$wpdb->query( "CREATE TABLE IF NOT EXISTS {$this->name()} ({$this->columns}) {$wpdb->get_charset_collate()}" );
		update_option( $this->option, $this->version, false );
	}
}
