import { randomBytes } from 'node:crypto';
import type { Office } from '../shared/core';
import { both, escapeHtml, page, type Look } from '../shared/html';
import { html, json, type Answer, type Request } from '../shared/http-server';
import { unionidOf, USUAL_USER, type Identities } from '../shared/identities';
import { randomLetters } from '../shared/keys';
import { messagePage } from '../shared/pay-page';
import type { AccessTokens, AppTokens } from './access-tokens';
import { appSecretOf, type Merchants } from './merchants';

const AUTHORIZE_PATH = '/connect/oauth2/authorize';
const TOKEN_SECONDS = 7_200;

/** From WeChat's public table of return codes. They come with the status 200. */
const ERRORS = {
  busy: [-1, 'system error'],
  invalid_secret: [40125, 'invalid appsecret'],
  invalid_appid: [40013, 'invalid appid'],
  invalid_grant: [40002, 'invalid grant_type'],
  invalid_code: [40029, 'invalid code'],
  used_code: [40163, 'code been used'],
  invalid_token: [40001, 'invalid credential, access_token is invalid or not latest'],
} as const;

const failure = (error: keyof typeof ERRORS): Answer => {
  const [errcode, text] = ERRORS[error];
  return json(200, {
    errcode,
    errmsg: `${text}, rid: ${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`,
  });
};

/** Who the shopper is: the page that asks, and the calls by which a server learns the answer. */
export class OAuth {
  readonly #office: Office;
  readonly #merchants: Merchants;
  readonly #identities: Identities;
  readonly #tokens: AccessTokens;
  readonly #look: Look;

  constructor(office: Office, merchants: Merchants, identities: Identities, tokens: AccessTokens, look: Look) {
    this.#office = office;
    this.#merchants = merchants;
    this.#identities = identities;
    this.#tokens = tokens;
    this.#look = look;
  }

  /** Undefined for paths that are not OAuth's. */
  answer(request: Request): Answer | undefined {
    const { query } = request;
    if (request.path === AUTHORIZE_PATH) return this.#authorize(request);
    if (request.path === '/sns/oauth2/access_token') return this.#exchange(query, 'code');
    if (request.path === '/sns/jscode2session') return this.#exchange(query, 'js_code');
    if (request.path === '/cgi-bin/token') return this.#token(query);
    if (request.path === '/cgi-bin/stable_token') return this.#stableToken(request);
    return request.path === '/cgi-bin/ticket/getticket' ? this.#ticket(query) : undefined;
  }

  /** snsapi_base goes back at once; snsapi_userinfo asks the shopper. */
  #authorize(request: Request): Answer {
    const { query } = request;
    const get = (name: string): string => query.get(name) ?? '';
    const [appId, redirectUri, scope] = [get('appid'), get('redirect_uri'), get('scope')];
    if (!request.headers['user-agent']?.includes('MicroMessenger')) {
      return messagePage(this.#look, 200, 'Open this page in WeChat', '请在微信客户端打开链接');
    }
    const merchant = this.#merchants.byAppId(appId);
    if (!merchant) return messagePage(this.#look, 200, 'appid is wrong (10013)', 'AppID 参数错误');
    if (!mayReturn(redirectUri, merchant.oauthDomains ?? [])) {
      return messagePage(this.#look, 200, 'redirect_uri does not belong to this app (10003)', 'redirect_uri 参数错误');
    }
    if (query.get('response_type') !== 'code' || !/^snsapi_(base|userinfo)$/.test(scope)) {
      return messagePage(this.#look, 200, 'scope is wrong (10005)', 'Scope 参数错误或没有 Scope 权限');
    }
    if (scope === 'snsapi_userinfo' && query.get('allowed') !== '1') return this.#consent(query);
    const user = query.get('user') ?? USUAL_USER;
    const back = new URL(redirectUri);
    back.searchParams.set('code', this.#identities.newCode(appId, user, scope));
    back.searchParams.set('state', query.get('state') ?? '');
    return { status: 302, headers: { location: back.toString() } };
  }

  #consent(query: URLSearchParams): Answer {
    const fields = [...query, ['allowed', '1']].map(
      ([name = '', value = '']) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    );
    const body = `<h1>Allow this shop to know who you are?</h1><form method="get" action="${AUTHORIZE_PATH}">
${fields.join('')}<div class="row"><button class="main">Allow</button><span lang="zh-CN">允许</span></div></form>
<p>${both('Name and picture', '昵称和头像')}</p>`;
    return html(200, page(this.#look, `Allow – ${this.#look.app}`, body));
  }

  #exchange(query: URLSearchParams, parameter: 'code' | 'js_code'): Answer {
    const app = this.#app(query.get('appid'), query.get('secret'));
    if ('status' in app) return app;
    if (query.get('grant_type') !== 'authorization_code') return failure('invalid_grant');
    const trouble = this.#office.settings.for(app.merchant).oauth_trouble;
    if (trouble === 'busy') return failure('busy');
    const redeemed = this.#identities.redeem(query.get(parameter) ?? '', app.appId);
    if (redeemed === 'unknown' || trouble === 'code_ended') return failure('invalid_code');
    if (redeemed === 'used' || trouble === 'code_used') return failure('used_code');
    const openid = this.#identities.openidOf(app.appId, redeemed.user);
    const unionid = unionidOf(redeemed.user);
    if (parameter === 'js_code') return json(200, { session_key: randomBytes(16).toString('base64'), openid, unionid });
    return json(200, {
      access_token: randomLetters(64),
      expires_in: TOKEN_SECONDS,
      refresh_token: randomLetters(64),
      openid,
      scope: redeemed.scope,
      ...(redeemed.scope === 'snsapi_userinfo' && { unionid }),
    });
  }

  #token(query: URLSearchParams): Answer {
    const app = this.#app(query.get('appid'), query.get('secret'));
    if ('status' in app) return app;
    if (query.get('grant_type') !== 'client_credential') return failure('invalid_grant');
    return this.#tokenAnswer(this.#tokens.fresh(app.appId));
  }

  #stableToken(request: Request): Answer {
    const body = bodyOf(request);
    const app = this.#app(body['appid'], body['secret']);
    if ('status' in app) return app;
    if (request.method !== 'POST' || body['grant_type'] !== 'client_credential') return failure('invalid_grant');
    const tokens = body['force_refresh'] === true ? this.#tokens.fresh(app.appId) : this.#tokens.stable(app.appId);
    return this.#tokenAnswer(tokens);
  }

  #tokenAnswer(tokens: AppTokens): Answer {
    return json(200, { access_token: tokens.current, expires_in: this.#tokens.lifeSeconds(tokens) });
  }

  /** The ticket for a page's JS-SDK: the simplest call that wants an access token. */
  #ticket(query: URLSearchParams): Answer {
    const token = query.get('access_token') ?? '';
    if (!this.#tokens.accepted(token)) return failure('invalid_token');
    return json(200, { errcode: 0, errmsg: 'ok', ticket: randomLetters(86), expires_in: TOKEN_SECONDS });
  }

  #app(appId: unknown, secret: unknown): { appId: string; merchant: string } | Answer {
    const merchant = typeof appId === 'string' ? this.#merchants.byAppId(appId) : undefined;
    if (!merchant || typeof appId !== 'string') return failure('invalid_appid');
    if (secret !== appSecretOf(merchant, appId)) return failure('invalid_secret');
    return { appId, merchant: merchant.id };
  }
}

function mayReturn(address: string, domains: readonly string[]): boolean {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return false;
  return domains.length === 0 || domains.includes(new URL(address).hostname);
}

function bodyOf(request: Request): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // then it names no application, which is what the answer says
  }
}
