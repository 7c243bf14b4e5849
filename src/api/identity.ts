/** The route by which admins show again that they are who they are. */
import { request } from './request';

/** @throws AdminApiError with a sentence, for instance when the password is wrong */
export const confirmIdentity = (password: string): Promise<unknown> =>
  request('POST', '/multipay/v1/identity', { password });
