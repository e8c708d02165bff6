import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { packageRoot } from '../library/installation.ts'

/** MiB of heap that a thread may use: a runbook of the largest size needs far less. */
const threadMemory = 160

/**
 * Has some threads work off a list, which may be shared with whoever else takes from it; `take` is given what came of each piece of work, in the order of being done.
 *
 * @param file what the threads run: its source, or its entry in the bundle where the engine is built. It is sent one piece
 *   of work at a time, and answers each with `{ done }` or `{ error }`: see `answerThread`
 * @param known what every thread is given once
 */
export async function inThreads<Work>(
  file: { readonly source: string; readonly built: string },
  threads: number,
  list: Iterator<Work>,
  take: (done: unknown, work: Work) => void,
  known?: unknown,
): Promise<void> {
  const words = existsSync(file.source) ? [file.source] : [join(packageRoot, 'bin', 'thread.cjs'), file.built]
  await Promise.all(Array.from({ length: threads }, () => workOff(words, list, take, known)))
}

/** One thread takes the next piece as soon as it is done with one, until none is left. */
async function workOff<Work>(
  [file = '', ...argv]: readonly string[],
  waiting: Iterator<Work>,
  take: (done: unknown, work: Work) => void,
  workerData: unknown,
): Promise<void> {
  const worker = new Worker(file, {
    argv,
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: threadMemory, maxYoungGenerationSizeMb: 16 },
  })
  try {
    for (let next = waiting.next(); next.done !== true; next = waiting.next())
      take(await ask(worker, next.value), next.value)
  } finally {
    await worker.terminate()
  }
}

function ask(worker: Worker, work: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', (answer: { done: unknown } | { error: string }) => {
      worker.off('error', reject)
      if ('error' in answer) reject(new Error(answer.error))
      else resolve(answer.done)
    })
    worker.once('error', reject)
    worker.postMessage(work)
  })
}
