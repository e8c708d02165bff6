import { rmSync } from 'node:fs'

/** Removes a folder of a test. A program that was killed or is just ending may still write into it: then it is tried again. */
export function clear(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}
