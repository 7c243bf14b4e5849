import type { CheckedCallback, Finding } from '../../api/doctor';

/** How bad it is: where notifications get lost, shoppers wait until the bridge asks the provider by itself. */
export const callbackStatus = ({ finding }: Pick<CheckedCallback, 'finding'>): Finding['status'] =>
  finding === 'ok' ? 'good' : finding === 'slow' ? 'recommended' : 'critical';
