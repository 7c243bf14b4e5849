import { createHash } from 'node:crypto';
import type { Office } from '../shared/core';
import { both, escapeHtml, page } from '../shared/html';
import { html, type Answer, type Request } from '../shared/http-server';
import { USUAL_USER, type Identities } from '../shared/identities';
import { randomLetters } from '../shared/keys';
import { messagePage } from '../shared/pay-page';
import type { Table } from '../shared/tables';
import { AlipayRefusal } from './errors';
import type { Fields } from './fields';
import type { Merchant, Merchants } from './merchants';
import { LOOK } from './pages';
import type { TradeAnswer } from './trade-answer';

export const OAUTH_METHOD = 'alipay.system.oauth.token';

const PATH = '/oauth2/publicAppAuthorize.htm';
const TOKEN_SECONDS = 1_296_000;
const REFRESH_SECONDS = 31_104_000;

export const isOAuthPath = (path: string): boolean => path === PATH;

/** The account number of a person, the same in every application. */
const userIdOf = (user: string): string => {
  const digest = BigInt(`0x${createHash('sha256').update(user).digest('hex')}`);
  return `2088${String(digest % 1_000_000_000_000n).padStart(12, '0')}`;
};

/** Who the shopper is: the page that asks, and the call by which a server learns the answer. */
export class OAuth {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly #identities: Identities;
  /** The user behind each refresh token, by application and token. */
  readonly #refreshTokens: Table<string>;

  constructor(office: Office, merchants: Merchants, identities: Identities, refreshTokens: Table<string>) {
    this.#office = office;
    this.#merchants = merchants;
    this.#identities = identities;
    this.#refreshTokens = refreshTokens;
  }

  /** auth_base goes back at once; auth_user asks the shopper. */
  page(request: Request): Answer {
    const { query } = request;
    const get = (name: string): string => query.get(name) ?? '';
    const [appId, scope, redirectUri] = [get('app_id'), get('scope'), get('redirect_uri')];
    if (!this.#merchants.get(appId)) return messagePage(LOOK, 200, 'app_id is wrong', '应用ID不正确');
    if (!/^https?:\/\//.test(redirectUri) || !URL.canParse(redirectUri)) {
      return messagePage(LOOK, 200, 'redirect_uri is wrong', '回调地址不正确');
    }
    if (scope !== 'auth_base' && scope !== 'auth_user') return messagePage(LOOK, 200, 'scope is wrong', 'scope不正确');
    if (scope === 'auth_user' && get('allowed') !== '1') return consent(query);
    const back = new URL(redirectUri);
    const code = this.#identities.newCode(appId, query.get('user') ?? USUAL_USER, scope);
    const said = { app_id: appId, source: 'alipay_wallet', scope, auth_code: code, state: get('state') };
    for (const [name, value] of Object.entries(said)) back.searchParams.set(name, value);
    return { status: 302, headers: { location: back.toString() } };
  }

  /** `alipay.system.oauth.token`: for a code, once, or for a refresh token. */
  token(merchant: Merchant, fields: Fields): TradeAnswer {
    const grantType = fields.optionalText('grant_type', 32);
    const trouble = this.#office.settings.for(merchant.id).oauth_trouble;
    if (trouble === 'busy') throw new AlipayRefusal('unknown_error');
    if (grantType === 'refresh_token') return this.#refreshed(merchant, fields);
    if (grantType !== 'authorization_code') throw new AlipayRefusal('grant_type_invalid');
    const redeemed = this.#identities.redeem(fields.optionalText('code', 64) ?? '', merchant.id);
    if (typeof redeemed === 'string' || trouble !== 'none') throw new AlipayRefusal('code_invalid');
    return this.#granted(merchant, redeemed.user);
  }

  #refreshed(merchant: Merchant, fields: Fields): TradeAnswer {
    const user = this.#refreshTokens.get(`${merchant.id}/${fields.optionalText('refresh_token', 64) ?? ''}`);
    if (user === undefined) throw new AlipayRefusal('refresh_token_invalid');
    return this.#granted(merchant, user);
  }

  #granted(merchant: Merchant, user: string): TradeAnswer {
    const refreshToken = `composeB${randomLetters(32)}`;
    this.#refreshTokens.put(`${merchant.id}/${refreshToken}`, user);
    return {
      value: {
        user_id: userIdOf(user),
        open_id: this.#identities.openidOf(merchant.id, user),
        access_token: `composeB${randomLetters(32)}`,
        expires_in: TOKEN_SECONDS,
        refresh_token: refreshToken,
        re_expires_in: REFRESH_SECONDS,
      },
    };
  }
}

function consent(query: URLSearchParams): Answer {
  const fields = [...query, ['allowed', '1']].map(
    ([name = '', value = '']) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const body = `<h1>Allow this shop to know who you are?</h1><form method="get" action="${PATH}">${fields.join('')}
<div class="row"><button class="main">Allow</button><span lang="zh-CN">同意</span></div></form>
<p>${both('Name and picture', '昵称和头像')}</p>`;
  return html(200, page(LOOK, `Allow – ${LOOK.app}`, body));
}
