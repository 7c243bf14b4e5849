<?php
/**
 * The plugin as a whole.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

/**
 * What it costs, what it needs, what it leaves.
 */
final class PluginTest extends TestCase {
	public function test_an_ordinary_page_costs_no_query_and_no_question(): void {
		global $wpdb;
		$this->pair();
		$before = $wpdb->num_queries;
		\MultiPay\Plugin::start();
		do_action( 'template_redirect' );
		apply_filters( 'the_content', '<p>Hello</p>' );
		$this->assertSame( $before, $wpdb->num_queries );
		$this->assertSame( array(), $this->bridge->calls );
	}

	public function test_too_old_a_wordpress_or_php_is_said_to_those_who_can_change_it(): void {
		ob_start();
		multipay_say_what_is_missing();
		$this->assertSame( '', ob_get_clean() );
		wp_set_current_user( $this->a_user( 'super' ) );
		ob_start();
		multipay_say_what_is_missing();
		$this->assertStringContainsString( 'needs WordPress 6.5 and PHP 8.0', (string) ob_get_clean() );
	}

	public function test_the_main_file_can_be_read_by_an_old_php(): void {
		$code = (string) file_get_contents( dirname( __DIR__, 2 ) . '/plugin.php' );
		$this->assertDoesNotMatchRegularExpression( '/declare\(|\): ?\w+ \{|\?->|\?\?|fn\(|match ?\(/', $code );
	}

	public function test_classes_of_others_are_not_looked_for(): void {
		multipay_autoload( 'Somebody\\Elses' );
		multipay_autoload( 'MultiPay\\Not\\There' );
		$this->assertFalse( class_exists( 'MultiPay\\Not\\There' ) );
	}

	public function test_uninstalling_keeps_data_and_takes_what_would_lie_around(): void {
		$this->pair();
		$this->health()->remember( true );
		if ( function_exists( 'as_schedule_single_action' ) ) {
			as_schedule_single_action( time() + 600, 'multipay_finish_payment', array( 987654 ), 'multipay' );
		}
		defined( 'WP_UNINSTALL_PLUGIN' ) || define( 'WP_UNINSTALL_PLUGIN', plugin_basename( MULTIPAY_FILE ) );
		require dirname( __DIR__, 2 ) . '/uninstall.php';
		wp_cache_flush();
		$this->assertFalse( get_transient( 'multipay_bridge_health' ) );
		$this->assertNotFalse( get_option( 'multipay_connection' ) );
		$this->assertNotFalse( get_option( 'multipay_site_keys' ) );
		if ( function_exists( 'as_has_scheduled_action' ) ) {
			$this->assertFalse( as_has_scheduled_action( 'multipay_finish_payment', array( 987654 ) ) );
		}
	}
}
