import { InvalidArgumentError } from 'commander'

/** Reads a TCP port; 0 takes a free one. @throws {InvalidArgumentError} for anything else */
export function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new InvalidArgumentError('It takes a port up to 65535.')
}

/** A folder's path; an empty one would be this very folder. @throws {InvalidArgumentError} for an empty one */
export function folderPath(text: string): string {
  if (text !== '') return text
  throw new InvalidArgumentError('It takes the path of a folder.')
}
