import type { ProviderRoute } from './control';
import { unionidOf, USUAL_USER, type Identities } from './identities';
import { Refused, type Body } from './refused';

export const IDENTITY_ROUTES = ['POST /openids', 'POST /login-codes', 'GET /access-tokens/*'] as const;

/** Shortcuts for testers who have no page inside the provider's app at hand. */
export function identityRoutes(
  identities: Identities,
  isApp: (appId: string) => boolean,
  tokens?: { callsOf(appId: string): number },
): Readonly<Record<string, ProviderRoute>> {
  const appOf = (appId: unknown): string => {
    if (typeof appId !== 'string' || !isApp(appId)) throw new Refused(422, 'app_id must be one that exists');
    return appId;
  };
  const userOf = ({ user }: Body): string => (typeof user === 'string' && user !== '' ? user : USUAL_USER);
  return {
    'POST /openids': ({ body }) => {
      const user = userOf(body);
      return { openid: identities.openidOf(appOf(body['app_id']), user), unionid: unionidOf(user) };
    },
    'POST /login-codes': ({ body }) => ({
      code: identities.newCode(appOf(body['app_id']), userOf(body), 'snsapi_base'),
    }),
    ...(tokens && {
      'GET /access-tokens/*': ({ parts }: { parts: readonly string[] }) => ({ calls: tokens.callsOf(appOf(parts[0])) }),
    }),
  };
}
