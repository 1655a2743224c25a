import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

export async function POST(request: Request) {
  await request.json()
  const { rows } = await pool.query({ name: 'one', text: 'SELECT 1 AS one' })
  return Response.json(rows)
}
