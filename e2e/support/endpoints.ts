export type DialectName = 'fortytwo' | 'hasura' | 'simplejwt' | 'twofauth' | 'native'

/** A row of the documents' tables. */
export type Documented = {
  dialect: DialectName
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As the document prints it. */
  path: string
  who: 'anybody' | 'user' | 'admin'
  /** Requests a minute; undefined where there is no limit. */
  rate: number | undefined
  /** The status of a call that brings nothing at all. */
  bare: number
}

const row =
  (dialect: DialectName) =>
  (method: Documented['method'], path: string, who: Documented['who'], rate: number | undefined, bare: number) => ({
    dialect,
    method,
    path,
    who,
    rate,
    bare,
  })

const fortytwo = row('fortytwo')
const hasura = row('hasura')
const simplejwt = row('simplejwt')
const twofauth = row('twofauth')
const native = row('native')

/** Every endpoint that there is. A route that is missing here fails the tests. */
export const endpoints: Documented[] = [
  fortytwo('POST', '/auth/login/', 'anybody', 6, 400),
  fortytwo('GET', '/auth/logout/', 'user', 6, 401),
  fortytwo('POST', '/auth/logout/', 'user', 6, 401),
  fortytwo('GET', '/auth/refresh/', 'anybody', 6, 403),
  fortytwo('POST', '/auth/refresh/', 'anybody', 6, 400),
  fortytwo('POST', '/auth/recovery/', 'anybody', 6, 400),
  fortytwo('POST', '/auth/password/', 'anybody', 6, 400),
  fortytwo('GET', '/2fa/manage/', 'user', 60, 401),
  fortytwo('POST', '/2fa/manage/', 'user', 60, 401),
  fortytwo('PUT', '/2fa/manage/', 'user', 60, 401),
  fortytwo('DELETE', '/2fa/manage/', 'user', 60, 401),
  fortytwo('GET', '/2fa/otp/', 'anybody', 1, 401),
  fortytwo('POST', '/2fa/otp/', 'anybody', 1, 401),
  fortytwo('GET', '/2fa/validate/login/', 'anybody', 10, 400),
  fortytwo('POST', '/2fa/validate/login/', 'anybody', 10, 400),
  fortytwo('GET', '/2fa/validate/activate/', 'user', 30, 401),
  fortytwo('POST', '/2fa/validate/activate/', 'user', 30, 401),
  fortytwo('GET', '/2fa/validate/recover/', 'anybody', 10, 400),
  fortytwo('POST', '/2fa/validate/recover/', 'anybody', 10, 400),

  fortytwo('GET', '/oauth2/intra/url/', 'anybody', 60, 400),
  fortytwo('GET', '/oauth2/intra/callback/{type}', 'anybody', 30, 403),
  fortytwo('GET', '/oauth2/intra/callback/', 'anybody', 20, 403),
  fortytwo('POST', '/oauth2/intra/login/', 'anybody', 6, 400),
  fortytwo('POST', '/oauth2/intra/link/', 'user', 6, 401),
  fortytwo('DELETE', '/oauth2/intra/link/', 'user', 6, 401),

  hasura('POST', '/auth/register', 'anybody', 30, 400),
  hasura('POST', '/auth/login', 'anybody', 6, 400),
  hasura('POST', '/auth/account/activate', 'anybody', 30, 400),
  hasura('POST', '/auth/account/forgot', 'anybody', 30, 400),
  hasura('POST', '/auth/account/remove', 'user', 60, 401),
  hasura('POST', '/auth/token/refresh', 'anybody', 30, 401),
  hasura('POST', '/auth/token/revoke', 'user', 60, 401),
  hasura('POST', '/auth/mfa/generate', 'user', 60, 401),
  hasura('POST', '/auth/mfa/enable', 'user', 60, 400),
  hasura('POST', '/auth/mfa/disable', 'user', 60, 400),
  hasura('POST', '/auth/mfa/totp', 'anybody', 6, 400),
  hasura('GET', '/healthz', 'anybody', undefined, 200),

  simplejwt('POST', '/api/token/', 'anybody', 6, 400),
  simplejwt('POST', '/api/token/refresh/', 'anybody', 30, 400),
  simplejwt('POST', '/api/token/verify/', 'anybody', 30, 400),

  twofauth('GET', '/oauth/personal-access-tokens', 'user', 60, 401),
  twofauth('POST', '/oauth/personal-access-tokens', 'user', 60, 401),
  twofauth('DELETE', '/oauth/personal-access-tokens/{id}', 'user', 60, 401),

  twofauth('GET', '/api/v1/twofaccounts', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts', 'user', 60, 401),
  twofauth('DELETE', '/api/v1/twofaccounts', 'user', 60, 401),
  twofauth('GET', '/api/v1/twofaccounts/{id}', 'user', 60, 401),
  twofauth('PUT', '/api/v1/twofaccounts/{id}', 'user', 60, 401),
  twofauth('PATCH', '/api/v1/twofaccounts/{id}', 'user', 60, 401),
  twofauth('DELETE', '/api/v1/twofaccounts/{id}', 'user', 60, 401),
  twofauth('GET', '/api/v1/twofaccounts/{id}/otp', 'user', 60, 401),
  twofauth('GET', '/api/v1/twofaccounts/{id}/qrcode', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts/{id}/use', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts/batch', 'user', 60, 401),
  twofauth('GET', '/api/v1/twofaccounts/count', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts/otp', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts/preview', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts/reorder', 'user', 60, 401),
  twofauth('PATCH', '/api/v1/twofaccounts/withdraw', 'user', 60, 401),

  twofauth('GET', '/api/v1/user', 'user', 60, 401),
  twofauth('GET', '/api/v1/user/name', 'anybody', 60, 200),
  twofauth('GET', '/api/v1/user/preferences', 'user', 60, 401),
  twofauth('GET', '/api/v1/user/preferences/{name}', 'user', 60, 401),
  twofauth('PUT', '/api/v1/user/preferences/{name}', 'user', 60, 401),
  twofauth('GET', '/api/v1/features', 'user', 60, 401),
  twofauth('GET', '/api/v1/features/{name}', 'user', 60, 401),
  twofauth('GET', '/api/v1/settings', 'user', 60, 401),
  twofauth('POST', '/api/v1/settings', 'user', 60, 401),
  twofauth('GET', '/api/v1/settings/{name}', 'user', 60, 401),
  twofauth('PUT', '/api/v1/settings/{name}', 'user', 60, 401),
  twofauth('DELETE', '/api/v1/settings/{name}', 'user', 60, 401),
  twofauth('GET', '/api/v1/users', 'user', 60, 401),
  twofauth('POST', '/api/v1/users', 'user', 60, 401),
  twofauth('GET', '/api/v1/users/{id}', 'user', 60, 401),
  twofauth('DELETE', '/api/v1/users/{id}', 'user', 60, 401),
  twofauth('PATCH', '/api/v1/users/{id}/promote', 'user', 60, 401),
  twofauth('PATCH', '/api/v1/users/{id}/password/reset', 'user', 60, 401),
  twofauth('DELETE', '/api/v1/users/{id}/pats', 'user', 60, 401),
  twofauth('DELETE', '/api/v1/users/{id}/credentials', 'user', 60, 401),
  twofauth('GET', '/api/v1/users/{id}/authentications', 'user', 60, 401),
  twofauth('GET', '/api/v1/twofaccounts/export', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts/export', 'user', 60, 401),
  twofauth('POST', '/api/v1/twofaccounts/migration', 'user', 60, 401),
  twofauth('GET', '/api/v1/groups', 'user', 60, 401),
  twofauth('POST', '/api/v1/groups', 'user', 60, 401),
  twofauth('GET', '/api/v1/groups/{id}', 'user', 60, 401),
  twofauth('PUT', '/api/v1/groups/{id}', 'user', 60, 401),
  twofauth('DELETE', '/api/v1/groups/{id}', 'user', 60, 401),
  twofauth('POST', '/api/v1/groups/{id}/assign', 'user', 60, 401),
  twofauth('GET', '/api/v1/groups/{id}/twofaccounts', 'user', 60, 401),
  twofauth('POST', '/api/v1/groups/reorder', 'user', 60, 401),
  twofauth('POST', '/api/v1/qrcode/decode', 'user', 60, 401),
  twofauth('POST', '/api/v1/icons', 'user', 60, 401),
  twofauth('POST', '/api/v1/icons/default', 'user', 60, 401),
  twofauth('GET', '/api/v1/icons/packs', 'user', 60, 401),
  twofauth('GET', '/api/v1/icons/{filename}', 'user', 600, 401),
  twofauth('DELETE', '/api/v1/icons/{filename}', 'user', 60, 401),

  native('GET', '/readyz', 'anybody', undefined, 200),
  native('GET', '/metrics', 'anybody', undefined, 404),
  native('GET', '/api/openapi.json', 'anybody', 60, 200),
  native('GET', '/.well-known/jwks.json', 'anybody', undefined, 200),
  native('GET', '/api/account', 'user', 60, 401),
  native('GET', '/api/account/export', 'user', 60, 401),
  native('GET', '/api/account/activity', 'user', 60, 401),
  native('POST', '/api/account/alarm', 'user', 60, 401),
  native('POST', '/api/account/activation', 'anybody', 6, 400),
  native('PUT', '/api/account/email', 'user', 60, 401),
  native('POST', '/api/account/email/confirm', 'anybody', 30, 400),
  native('POST', '/api/account/identity', 'user', 60, 401),
  native('POST', '/api/account/two-factor/authenticator', 'user', 60, 401),
  native('DELETE', '/api/account/two-factor', 'user', 60, 401),
  native('POST', '/api/account/recovery-codes', 'user', 60, 401),
  native('POST', '/api/account/recovery-codes/rehearsal', 'user', 60, 401),
  native('GET', '/api/account/trusted-devices', 'user', 60, 401),
  native('DELETE', '/api/account/trusted-devices/{id}', 'user', 60, 401),
  native('POST', '/api/account/identity/intra', 'user', 60, 401),
  native('GET', '/api/account/connections', 'user', 60, 401),
  native('GET', '/api/account/intra/registration', 'anybody', 60, 400),
  native('POST', '/api/account/intra/registration', 'anybody', 6, 400),
  native('POST', '/api/account/intra/activation', 'anybody', 30, 400),
  native('POST', '/api/account/intra/link', 'user', 60, 401),
  native('PUT', '/api/account/password', 'user', 60, 401),
  native('POST', '/api/account/password', 'user', 60, 401),
  native('GET', '/api/account/code-links', 'user', 60, 401),
  native('POST', '/api/account/code-links', 'user', 60, 401),
  native('DELETE', '/api/account/code-links/{id}', 'user', 60, 401),
  native('POST', '/api/code-links/{id}/opening', 'anybody', 30, 404),
  native('GET', '/api/account/sessions', 'user', 60, 401),
  native('DELETE', '/api/account/sessions', 'user', 60, 401),
  native('DELETE', '/api/account/sessions/{id}', 'user', 60, 401),

  native('GET', '/api/admin/users', 'admin', 60, 401),
  native('POST', '/api/admin/users', 'admin', 60, 401),
  native('GET', '/api/admin/users/{id}', 'admin', 60, 401),
  native('DELETE', '/api/admin/users/{id}', 'admin', 60, 401),
  native('PUT', '/api/admin/users/{id}/state', 'admin', 60, 401),
  native('PUT', '/api/admin/users/{id}/role', 'admin', 60, 401),
  native('DELETE', '/api/admin/users/{id}/sessions', 'admin', 60, 401),
  native('DELETE', '/api/admin/users/{id}/tokens', 'admin', 60, 401),
  native('DELETE', '/api/admin/users/{id}/second-factor', 'admin', 60, 401),
  native('POST', '/api/admin/users/{id}/password-reset', 'admin', 60, 401),
  native('GET', '/api/admin/health', 'admin', 60, 401),
  native('POST', '/api/admin/mail-test', 'admin', 6, 401),
]

/** Where an endpoint really answers: the documented path with an example for each parameter. */
export const address = (path: string) =>
  path
    .replaceAll('{id}', '019a0000-0000-7000-8000-000000000000')
    .replaceAll('{type}', 'login')
    .replaceAll('{name}', 'theme')
    .replaceAll('{filename}', 'none.png')

/** Both ways to end a path, and both mounts where the document stands outside /api. */
export function spellings(path: string): string[] {
  const plain = address(path).replace(/\/$/, '')
  const mounts = plain.startsWith('/api/') ? [plain] : [plain, `/api${plain}`]
  return mounts.flatMap(mount => [mount, `${mount}/`])
}

/** The endpoints by place: one path, in whatever spelling, has one file and one `Allow`. */
export const places = [...new Set(endpoints.map(({ path }) => path.replace(/\/$/, '')))].map(path => {
  const rows = endpoints.filter(row => row.path.replace(/\/$/, '') === path)
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(method => rows.some(row => row.method === method))
  const allow = [...methods.flatMap(method => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(', ')
  return { path, rows, methods, allow, first: rows[0] as Documented }
})
