import { expect, test } from 'vitest'
import { inBatches } from './batches'

/** Answers when the test lets it, and tells what was asked together. */
function slowly() {
  const asked: { questions: string[]; answer(): void; fail(error: Error): void }[] = []
  const ask = inBatches(
    (questions: string[]) =>
      new Promise<string[]>((resolve, reject) =>
        asked.push({ questions, answer: () => resolve(questions.map(each => each.toUpperCase())), fail: reject }),
      ),
  )
  return { ask, asked, together: () => asked.map(({ questions }) => questions) }
}

test('what comes in one turn goes together, what comes meanwhile with the next, and each has its answer', async () => {
  const { ask, asked, together } = slowly()
  const first = ['a', 'b'].map(ask)
  await expect.poll(together).toEqual([['a', 'b']])
  const next = ['c', 'd'].map(ask)
  asked[0]?.answer()
  expect(await Promise.all(first)).toEqual(['A', 'B'])
  await expect.poll(together).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  asked[1]?.answer()
  expect(await Promise.all(next)).toEqual(['C', 'D'])
})

test('an answer is younger than its question: an equal one that is on its way is not shared', async () => {
  const { ask, asked, together } = slowly()
  const first = ask('a')
  await expect.poll(together).toEqual([['a']])
  const second = ask('a')
  asked[0]?.answer()
  expect(await first).toBe('A')
  await expect.poll(together).toEqual([['a'], ['a']])
  asked[1]?.answer()
  expect(await second).toBe('A')
})

test('a round trip that hangs holds up nobody else, however many ask the same', async () => {
  const { ask, asked, together } = slowly()
  const hanging = ask('a')
  await expect.poll(together).toEqual([['a']])
  const next = ['a', 'b', 'a'].map(ask)
  await expect.poll(together, { timeout: 500 }).toEqual([['a'], ['a', 'b', 'a']])
  asked[1]?.answer()
  expect(await Promise.all(next)).toEqual(['A', 'B', 'A'])
  asked[0]?.answer()
  expect(await hanging).toBe('A')
})

test('a failure is told to those who asked together, and the next are asked', async () => {
  const { ask, asked } = slowly()
  const failing = ['a', 'b'].map(question => ask(question).catch(error => error.message))
  await expect.poll(() => asked.length).toBe(1)
  const next = ask('c')
  asked[0]?.fail(new Error('gone'))
  expect(await Promise.all(failing)).toEqual(['gone', 'gone'])
  await expect.poll(() => asked.length).toBe(2)
  asked[1]?.answer()
  expect(await next).toBe('C')
})

test('a crowd is asked a hundred at a time', async () => {
  const { ask, asked, together } = slowly()
  const answers = Promise.all(Array.from({ length: 202 }, (_, index) => ask(`q${index}`)))
  for (let round = 0; round < 3; round++) {
    await expect.poll(() => asked.length).toBe(round + 1)
    asked[round]?.answer()
  }
  expect(together().map(({ length }) => length)).toEqual([100, 100, 2])
  expect(new Set(await answers).size).toBe(202)
})
