/** What the tests of one run share: the product that was started for it, where its mail and its log go, and who plays 42. */
export type Run = { origin: string; dataDir: string; logFile: string; mailFolder: string; intraUrl: string }

const VARIABLE = 'LATCHKEY_TEST_RUN'

/** Makes a run known to the processes of the tests. */
export function enterRun(run: Run) {
  process.env[VARIABLE] = JSON.stringify(run)
}

export const currentRun = (): Run => JSON.parse(process.env[VARIABLE] ?? '{}')
