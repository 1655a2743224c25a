import { z } from 'zod'
import { exportFile, exportForTwoFAuth } from '@/lib/core/vault/backup'
import { endpoint } from '@/lib/dialects/twofauth'
import { ExportedFile, exportedFile, StrictFlag, TwoFAuthExport } from '@/lib/dialects/twofauth-transfer'
import { few, IdList, Ids } from '@/lib/dialects/twofauth-vault'
import { route } from '@/lib/http/route'

const forTwoFAuth = endpoint(
  {
    summary: "Export accounts in 2FAuth's format, or as otpauth URIs",
    scope: 'vault:secrets',
    query: z.object({ ids: Ids, otpauth: StrictFlag }),
    returns: [200, 400, 422],
    answer: TwoFAuthExport,
  },
  ({ input: { ids, otpauth }, viewer, client, headers }) => {
    headers.set('content-disposition', 'attachment; filename="2fauth_export.json"')
    return exportForTwoFAuth(viewer, few(ids), otpauth, client)
  },
)

const asFile = endpoint(
  {
    summary: 'Export all accounts, or these, as a file; for Aegis with a password, which encrypts it',
    scope: 'vault:secrets',
    body: z.object({
      format: z.enum(['2fauth', 'otpauth', 'aegis']),
      password: z.string().min(1).max(1000).optional(),
      ids: IdList.optional(),
    }),
    bodyLimit: 256 * 1024,
    returns: [200, 400, 422],
    answer: ExportedFile,
  },
  async ({ input, viewer, client }) => exportedFile(await exportFile(viewer, input, client)),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/twofaccounts/export', {
  GET: forTwoFAuth,
  POST: asFile,
})
