import { createReadStream, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'

/** Sends what lies below `/releases/`; false for every other address. */
export function sendRelease(folder: string, url: URL, response: ServerResponse): boolean {
  const [, first, ...parts] = decodeURIComponent(url.pathname).split('/')
  if (first !== 'releases') return false
  const file = join(folder, ...parts)
  const found = parts.includes('..') ? undefined : statSync(file, { throwIfNoEntry: false })
  if (found?.isFile() !== true) {
    response.writeHead(404).end('no such release file\n')
    return true
  }
  response.writeHead(200, { 'content-length': found.size, 'content-type': 'application/octet-stream' })
  createReadStream(file).pipe(response)
  return true
}
