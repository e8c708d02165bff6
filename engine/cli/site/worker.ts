import { parentPort } from 'node:worker_threads'
import { makeFragment, type Page } from './fragment.ts'

/** A thread that makes fragments, one for each page that it is sent, in the order of sending. */
parentPort?.on('message', (page: Page) => {
  makeFragment(page).then(
    (made) => parentPort?.postMessage({ made }),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  )
})
