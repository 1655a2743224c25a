import { pruneExpired } from '../../lib/core/pruning'

/** `prune` */
export async function prune({ dryRun }: { dryRun: boolean }) {
  const counts = await pruneExpired({ dryRun })
  for (const [table, count] of Object.entries(counts)) console.log(`${table.padEnd(14)} ${count}`)
  console.log(dryRun ? 'That is what would be removed.' : 'Removed.')
}
