/** No more questions go together than a statement answers quickly. */
const MOST_TOGETHER = 100

/** A round trip that takes longer than this holds up nobody: what waits goes beside it. */
const LONGEST_WAIT_MS = 25

type Asked<Question, Answer> = {
  question: Question
  resolve(answer: Answer | PromiseLike<Answer>): void
  reject(error: unknown): void
}

/**
 * Asks many questions in one round trip: those of one turn of the event loop, and those that come while another round
 * trip is on its way. A crowd costs hardly more than one, and whoever is alone waits for nobody. An answer is always
 * younger than its question.
 *
 * @param ask answers all questions, in their order, however many of them are equal. What it throws is thrown to all.
 */
export function inBatches<Question, Answer>(
  ask: (questions: Question[]) => Promise<Answer[]>,
): (question: Question) => Promise<Answer> {
  const waiting: Asked<Question, Answer>[] = []
  let underWay = 0
  let soon: NodeJS.Immediate | undefined
  let hurry: NodeJS.Timeout | undefined

  async function send() {
    clearImmediate(soon)
    clearTimeout(hurry)
    soon = hurry = undefined
    const batch = waiting.splice(0, MOST_TOGETHER)
    underWay++
    try {
      const answers = await ask(batch.map(({ question }) => question))
      batch.forEach(({ resolve }, index) => void resolve(answers[index] as Answer))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      underWay--
      goOn()
    }
  }

  function goOn() {
    if (!waiting.length) return
    if (!underWay) soon ??= setImmediate(send)
    else hurry ??= setTimeout(send, LONGEST_WAIT_MS)
  }

  return question =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      goOn()
    })
}
