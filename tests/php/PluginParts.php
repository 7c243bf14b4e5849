<?php
/**
 * The plugin's parts, for tests that use one of them alone.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Tests;

use MultiPay\Bridge\AdminClient;
use MultiPay\Bridge\Client;
use MultiPay\Bridge\ConnectionStore;
use MultiPay\Bridge\Health;
use MultiPay\Bridge\Keyring;
use MultiPay\Bridge\SiteStatus;
use MultiPay\Bridge\Transport;
use MultiPay\Log\Logger;
use MultiPay\Mail\MerchantMail;
use MultiPay\Mail\Receipt;
use MultiPay\Order\SettleOrder;
use MultiPay\Order\Settle;
use MultiPay\Order\SettlementTable;
use MultiPay\PayButton\PurchaseTable;
use MultiPay\PayButton\SettleButton;

/**
 * Put together as MultiPay\Plugin does.
 */
trait PluginParts {
	/**
	 * The client, as Plugin puts it together.
	 */
	protected function client(): Client {
		$store     = new ConnectionStore();
		$transport = new Transport();
		return new Client( new Keyring( $store, $transport, new Logger() ), $transport, new Health( $store, $transport ) );
	}

	/**
	 * What asks for admins, as Plugin puts it together.
	 */
	protected function admin_client(): AdminClient {
		return new AdminClient( $this->client() );
	}

	/**
	 * What remembers whether the bridge answers.
	 */
	protected function health(): Health {
		return new Health( new ConnectionStore(), new Transport() );
	}

	/**
	 * The site's copy of what the bridge says of it.
	 */
	protected function site_status(): SiteStatus {
		return new SiteStatus( $this->client() );
	}

	/**
	 * The writer of orders, as Plugin puts it together.
	 *
	 * @param (callable(): int)|null $now The clock.
	 */
	protected function settle( ?callable $now = null ): Settle {
		$logger = new Logger();
		$mail   = new MerchantMail( $logger );
		return new Settle(
			new SettlementTable( $now ),
			new SettleOrder( $mail, $logger ),
			new SettleButton( new PurchaseTable(), new Receipt( $logger ), $mail, $logger ),
			$logger
		);
	}
}
