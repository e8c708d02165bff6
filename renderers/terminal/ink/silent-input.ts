import { PassThrough } from 'node:stream'

/** Ink never reads keys here: they come by rules of our own. */
export function silentInput(): NodeJS.ReadStream {
  return new PassThrough() as unknown as NodeJS.ReadStream
}
