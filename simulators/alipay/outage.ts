import { afterMs } from '../shared/after';
import { CutConnection } from '../shared/http-server';
import type { Settings } from '../shared/settings';
import { AlipayRefusal } from './errors';
import { BadGateway } from './trades';

/** What a call meets before anything is done: the usual delay, and an outage when a tester wants one. */
export async function enter({ outage, processing_delay_ms }: Settings): Promise<void> {
  await afterMs(processing_delay_ms);
  if (outage === 'cut') throw new CutConnection();
  if (outage === 'bad_gateway') throw new BadGateway();
  if (outage === 'busy') throw new AlipayRefusal('system_error');
}
