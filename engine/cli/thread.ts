import { parentPort } from 'node:worker_threads'

/** Makes this process's thread one of `inThreads`: it does each piece of work that it is sent, in the order of sending. */
export function answerThread(work: (one: never) => Promise<unknown>): void {
  parentPort?.on('message', (one: unknown) => {
    work(one as never).then(
      (done) => parentPort?.postMessage({ done }),
      (error: unknown) =>
        parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
    )
  })
}
