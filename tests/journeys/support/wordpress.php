<?php
/**
 * Does one thing in a running network's WordPress, for the journeys: prepares what a shopper finds, and looks at what
 * became of it.
 *
 * Standard input: JSON with `path` (of WordPress), `url` (of the site), `task` and `input`.
 * Standard output: the answer as JSON, behind a line that says ANSWER.
 *
 * phpcs:disable WordPress.WP.GlobalVariablesOverride, WordPress.WP.AlternativeFunctions, WordPress.Security, WordPress.DB.DirectDatabaseQuery, WordPress.PHP.DevelopmentFunctions
 *
 * @package MultiPay
 */

declare( strict_types=1 );

$multipay_job  = json_decode( (string) stream_get_contents( STDIN ), true, 32, JSON_THROW_ON_ERROR );
$multipay_port = parse_url( $multipay_job['url'], PHP_URL_PORT );

$_SERVER['HTTP_HOST']       = parse_url( $multipay_job['url'], PHP_URL_HOST ) . ( $multipay_port ? ':' . $multipay_port : '' );
$_SERVER['SERVER_NAME']     = parse_url( $multipay_job['url'], PHP_URL_HOST );
$_SERVER['SERVER_PORT']     = (string) $multipay_port;
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['REQUEST_URI']     = parse_url( $multipay_job['url'], PHP_URL_PATH );
$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
$_SERVER['PHP_SELF']        = '/index.php';

require $multipay_job['path'] . '/wp-load.php';

/**
 * The tasks by name; each takes the job's input and answers with something that becomes JSON.
 *
 * @return array<string, callable(array<string, mixed>): mixed>
 */
function multipay_journey_tasks(): array {
	return array(
		'order'          => 'multipay_journey_order',
		'create_order'   => 'multipay_journey_create_order',
		'create_product' => 'multipay_journey_create_product',
		'stock'          => static fn( array $input ) => wc_get_product( $input['product'] )->get_stock_quantity(),
		'create_user'    => 'multipay_journey_create_user',
		'delete_user'    => 'multipay_journey_delete_user',
		'payments'       => static fn( array $input ) => multipay_journey_bridge()->payments( array( 'order_ref' => $input['order'] ) )['items'],
		'close'          => static fn( array $input ) => multipay_journey_bridge()->close_payment( $input['payment'] )['status'],
		'remind'         => 'multipay_journey_remind',
		'create_post'    => 'multipay_journey_create_post',
		'change_post'    => 'multipay_journey_change_post',
	);
}

/**
 * What an order says of its payment.
 *
 * @param array<string, mixed> $input `order`: its number.
 * @return array<string, mixed>
 */
function multipay_journey_order( array $input ): array {
	wp_cache_flush();
	$order = wc_get_order( $input['order'] );
	$notes = wc_get_order_notes( array( 'order_id' => $order->get_id() ) );
	$texts = array_map( static fn( $note ) => wp_strip_all_tags( html_entity_decode( $note->content ) ), $notes );
	return array(
		'status'         => $order->get_status(),
		'total'          => $order->get_total(),
		'payment_method' => $order->get_payment_method(),
		'transaction_id' => $order->get_transaction_id(),
		'is_paid'        => $order->is_paid(),
		'stock_reduced'  => (bool) $order->get_data_store()->get_stock_reduced( $order->get_id() ),
		'reviews'        => array_values( array_map( static fn( $meta ) => (string) $meta->value, (array) $order->get_meta( '_multipay_review', false ) ) ),
		// The oldest first.
		'notes'          => array_reverse( $texts ),
		'pay_url'        => $order->get_checkout_payment_url(),
		'receipt_url'    => $order->get_checkout_payment_url( true ),
		'received_url'   => $order->get_checkout_order_received_url(),
	);
}

/**
 * Makes an order as an admin would: pending, for somebody who has not paid yet.
 *
 * @param array<string, mixed> $input `total`; perhaps `gateway`, `customer`, `email`.
 * @return array<string, mixed> `id`, and what multipay_journey_order() says.
 */
function multipay_journey_create_order( array $input ): array {
	$order = wc_create_order( array( 'customer_id' => (int) ( $input['customer'] ?? 0 ) ) );
	$order->add_product(
		wc_get_product( wc_get_product_id_by_sku( 'tea' ) ),
		1,
		array(
			'name'     => 'A lesson in calligraphy',
			'subtotal' => $input['total'],
			'total'    => $input['total'],
		)
	);
	$order->set_billing_first_name( 'Ming' );
	$order->set_billing_last_name( 'Li' );
	$order->set_billing_country( 'CN' );
	$order->set_billing_email( $input['email'] ?? 'ming@example.test' );
	$order->set_payment_method( $input['gateway'] ?? '' );
	$order->calculate_totals( false );
	$order->save();
	return array( 'id' => $order->get_id() ) + multipay_journey_order( array( 'order' => $order->get_id() ) );
}

/**
 * Makes a product that needs no shipping.
 *
 * @param array<string, mixed> $input `name`, `price`; perhaps `stock`.
 * @return array<string, mixed> `id` and `url`.
 */
function multipay_journey_create_product( array $input ): array {
	$product = new WC_Product_Simple();
	$product->set_props(
		array(
			'name'               => $input['name'],
			'regular_price'      => $input['price'],
			'virtual'            => true,
			'status'             => 'publish',
			'catalog_visibility' => 'hidden',
		)
	);
	if ( isset( $input['stock'] ) ) {
		$product->set_manage_stock( true );
		$product->set_stock_quantity( $input['stock'] );
	}
	$product->save();
	return array(
		'id'  => $product->get_id(),
		'url' => $product->get_permalink(),
	);
}

/**
 * Makes a person who can log in.
 *
 * @param array<string, mixed> $input `login`, `role`, which may be `network_admin`; perhaps `locale`.
 * @return array<string, mixed> `id`.
 * @throws RuntimeException When WordPress refuses.
 */
function multipay_journey_create_user( array $input ): array {
	$email      = $input['login'] . '@example.test';
	$is_network = 'network_admin' === $input['role'];
	$id         = wp_insert_user(
		array(
			'user_login' => $input['login'],
			'user_pass'  => 'password',
			'user_email' => $email,
			'role'       => $is_network ? 'administrator' : $input['role'],
			'locale'     => $input['locale'] ?? '',
		)
	);
	if ( is_wp_error( $id ) ) {
		throw new RuntimeException( $id->get_error_message() );
	}
	if ( $is_network ) {
		grant_super_admin( $id );
	}
	$address = array(
		'first_name' => 'Ming',
		'last_name'  => 'Li',
		'address_1'  => '1 Nanjing Road',
		'city'       => 'Beijing',
		'state'      => 'CN2',
		'postcode'   => '100000',
		'country'    => 'CN',
		'phone'      => '13800000000',
		'email'      => $email,
	);
	foreach ( $address as $name => $value ) {
		update_user_meta( $id, 'billing_' . $name, $value );
	}
	return array( 'id' => $id );
}

/**
 * Removes a person from the network, a network admin too.
 *
 * @param array<string, mixed> $input `id`.
 * @return array<string, mixed>
 */
function multipay_journey_delete_user( array $input ): array {
	require_once ABSPATH . 'wp-admin/includes/ms.php';
	require_once ABSPATH . 'wp-admin/includes/user.php';
	revoke_super_admin( $input['id'] );
	return array( 'deleted' => wpmu_delete_user( $input['id'] ) );
}

/**
 * The bridge, asked as this site.
 */
function multipay_journey_bridge(): MultiPay\Bridge\Client {
	$connections = new MultiPay\Bridge\ConnectionStore();
	$transport   = new MultiPay\Bridge\Transport();
	$keyring     = new MultiPay\Bridge\Keyring( $connections, $transport, new MultiPay\Log\Logger() );
	return new MultiPay\Bridge\Client( $keyring, $transport, new MultiPay\Bridge\Health( $connections, $transport ) );
}

/**
 * Lets the reminder for an order fall due now.
 *
 * @param array<string, mixed> $input `order`: its number.
 * @return array<string, mixed> `due_in_s`: in how many seconds it would have been due.
 * @throws RuntimeException When there is not exactly one.
 */
function multipay_journey_remind( array $input ): array {
	$wish    = array(
		'hook'   => 'multipay_finish_payment',
		'args'   => array( (int) $input['order'] ),
		'status' => ActionScheduler_Store::STATUS_PENDING,
	);
	$actions = as_get_scheduled_actions( $wish );
	if ( 1 !== count( $actions ) ) {
		throw new RuntimeException( count( $actions ) . ' reminders are planned for order ' . $input['order'] );
	}
	$due = reset( $actions )->get_schedule()->get_date()->getTimestamp() - time();
	ActionScheduler_QueueRunner::instance()->process_action( key( $actions ) );
	return array( 'due_in_s' => $due );
}

/**
 * Makes a post: themes list pages in their menus.
 *
 * @param array<string, mixed> $input `title` and `content`.
 * @return array<string, mixed> `url`.
 */
function multipay_journey_create_post( array $input ): array {
	kses_remove_filters();
	$id = wp_insert_post(
		array(
			'post_type'    => 'post',
			'post_status'  => 'publish',
			'post_title'   => $input['title'],
			'post_content' => wp_slash( $input['content'] ),
		)
	);
	return array( 'url' => get_permalink( $id ) );
}

/**
 * Gives a post other content.
 *
 * @param array<string, mixed> $input `url` and `content`.
 * @return array<string, mixed>
 */
function multipay_journey_change_post( array $input ): array {
	kses_remove_filters();
	$id = wp_update_post(
		array(
			'ID'           => url_to_postid( $input['url'] ),
			'post_content' => wp_slash( $input['content'] ),
		)
	);
	return array( 'id' => $id );
}

$multipay_answer = multipay_journey_tasks()[ $multipay_job['task'] ]( $multipay_job['input'] );
fwrite( STDOUT, "\nANSWER\n" . wp_json_encode( $multipay_answer ) . "\n" );
