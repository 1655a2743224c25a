import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'
import { readMetrics } from '@/lib/metrics'

const metrics = endpoint(
  {
    summary: 'Figures for Prometheus, for whoever brings METRICS_TOKEN; off without one',
    returns: [200, 401, 404],
    media: ['text/plain'],
  },
  async ({ accessToken }) => {
    const { text, type } = await readMetrics(accessToken)
    return new Response(text, { headers: { 'content-type': type } })
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/metrics', { GET: metrics })
