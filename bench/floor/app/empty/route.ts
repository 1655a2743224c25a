export async function POST(request: Request) {
  await request.json()
  return Response.json([])
}
