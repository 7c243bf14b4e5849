const EVERY_MS = 60_000;

/**
 * Does what a cron job does for a real site: asks each site's wp-cron.php every minute. A site that does not answer is
 * asked again a minute later, as cron would.
 *
 * @param sites the sites' addresses, each with its slash
 * @returns how to end it
 */
export function startCron(sites: readonly string[], everyMs = EVERY_MS): () => Promise<void> {
  const controller = new AbortController();
  let round = Promise.resolve();
  const ask = async (site: string): Promise<void> => {
    try {
      const response = await fetch(new URL('wp-cron.php', site), { signal: controller.signal });
      await response.arrayBuffer();
    } catch {
      // Ended, or the site is away just now.
    }
  };
  const timer = setInterval(() => {
    round = round.then(async () => {
      for (const site of sites) await ask(site);
    });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    controller.abort();
    await round;
  };
}
