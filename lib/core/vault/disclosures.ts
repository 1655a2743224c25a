import { v7 as uuidv7 } from 'uuid'
import { sql } from '../../db'
import type { Client } from '../activity'
import type { Caller } from '../personal-tokens'

/** Writes into the owner's history that secrets were shown: once in ten minutes for an address. One statement. */
export async function noteDisclosure({ userId }: Caller, { address, device }: Client): Promise<void> {
  await sql`
    INSERT INTO "Event" (id, "userId", kind, address, device)
    SELECT ${uuidv7()}::uuid, ${userId}::uuid, 'vault_secrets_shown', ${address}, ${device}
    WHERE NOT EXISTS (
      SELECT 1 FROM "Event" WHERE "userId" = ${userId}::uuid AND at > now() - interval '10 minutes'
        AND kind = 'vault_secrets_shown' AND address = ${address})`
}
