<?php
/**
 * What only the network's admins ask of the bridge.
 *
 * @package MultiPay
 */

declare( strict_types=1 );

namespace MultiPay\Bridge;

use MultiPay\Contract\Api;

/**
 * Signed with the network's own key; see AdminClient::network().
 */
final class NetworkClient extends AdminClient {
	/** Sealing every secret anew takes its time; the screen waits 20. */
	private const ROTATE_WITHIN_S = 18.0;

	/**
	 * The network at a glance.
	 *
	 * @return array<mixed> The contract's Overview.
	 */
	public function overview(): array {
		return $this->ask( Call::to( Api::GET_OVERVIEW, self::ANSWER_WITHIN_S ), 'attention' );
	}

	/**
	 * The network's sites with their modes and health.
	 *
	 * @param array<string, string|int> $filter `search`, `cursor`, `limit`.
	 * @return array<mixed> The contract's SitePage.
	 */
	public function sites( array $filter ): array {
		return $this->ask( Call::to( Api::LIST_SITES, self::ANSWER_WITHIN_S )->with_query( $filter ), 'items' );
	}

	/**
	 * Makes a site's keys worthless. It fetches new ones when it next pays.
	 *
	 * @param string $site_id The site.
	 * @return array<mixed> The contract's SiteStatus.
	 */
	public function revoke_site( string $site_id ): array {
		return $this->changed( $this->ask( Call::to( Api::REVOKE_SITE_KEY, self::ANSWER_WITHIN_S, array( 'site_id' => $site_id ) ), 'site_id' ) );
	}

	/**
	 * Makes one place's stored settings those of another; the network is `0`.
	 *
	 * @param string $from_site_id Where they are.
	 * @param string $to_site_id   Where they shall be.
	 * @return array<mixed> The settings there, as settings() gives them.
	 */
	public function copy_settings( string $from_site_id, string $to_site_id ): array {
		$body = array(
			'from_site_id' => $from_site_id,
			'to_site_id'   => $to_site_id,
		);
		$call = Call::to( Api::COPY_SETTINGS, self::ANSWER_WITHIN_S )->with_body( $body );
		return $this->changed( $this->ask_about( $body, fn(): array => $this->ask( $call, 'mode' ) ) );
	}

	/**
	 * How far new behaviour is rolled out, and how it does.
	 *
	 * @return array<mixed> The contract's RolloutList.
	 */
	public function rollouts(): array {
		return $this->ask( Call::to( Api::LIST_ROLLOUTS, self::ANSWER_WITHIN_S ), 'items' );
	}

	/**
	 * Takes a rollout a step on or back.
	 *
	 * @param string   $feature  The new behaviour.
	 * @param int      $percent  0, 10, 50 or 100.
	 * @param string[] $site_ids Sites that have it whatever the percentage.
	 * @return array<mixed> The contract's Rollout.
	 */
	public function change_rollout( string $feature, int $percent, array $site_ids ): array {
		$body = array(
			'percent'  => $percent,
			'site_ids' => $site_ids,
		);
		return $this->changed( $this->ask( Call::to( Api::CHANGE_ROLLOUT, self::ANSWER_WITHIN_S, array( 'feature' => $feature ) )->with_body( $body ), 'feature' ) );
	}

	/**
	 * The key that seals all others, and those before it.
	 *
	 * @return array<mixed> The contract's MasterKeys.
	 */
	public function master_keys(): array {
		return $this->ask( Call::to( Api::GET_MASTER_KEYS, self::ANSWER_WITHIN_S ), 'items' );
	}

	/**
	 * Seals every secret under a new master key.
	 *
	 * @return array<mixed> The contract's MasterKeys.
	 */
	public function rotate_master_key(): array {
		return $this->ask( Call::to( Api::ROTATE_MASTER_KEY, self::ROTATE_WITHIN_S ), 'items' );
	}

	/**
	 * Asks for an old master key's destruction or, as a second person, confirms it.
	 *
	 * @param string $key_id The key.
	 * @return array<mixed> The contract's MasterKeys.
	 */
	public function destroy_master_key( string $key_id ): array {
		return $this->ask( Call::to( Api::DESTROY_MASTER_KEY, self::ANSWER_WITHIN_S, array( 'key_id' => $key_id ) ), 'items' );
	}
}
