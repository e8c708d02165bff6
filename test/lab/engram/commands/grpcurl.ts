import { connect } from 'node:net'
import { Refusal } from '../../shared/refusal.ts'
import { print } from './words.ts'

/** `grpcurl [-plaintext] HOST:PORT list [SERVICE]`, as far as reachability goes. */
export async function grpcurl(words: readonly string[]): Promise<void> {
  const isPlain = words.includes('-plaintext')
  const [address = '', verb, service] = words.filter((word) => word !== '-plaintext')
  const [host = '', port] = address.split(':')
  if (
    words.some((word) => word.startsWith('-') && word !== '-plaintext') ||
    verb !== 'list' ||
    port === undefined
  )
    throw new Refusal('the lab knows `grpcurl [-plaintext] HOST:PORT list [SERVICE]` alone')
  const lines = await ask(
    host,
    Number(port),
    [isPlain ? 'plain' : 'tls', 'list', service ?? ''].join(' ').trim(),
  )
  if (lines === '')
    throw new Error(`Failed to dial target host "${address}": failed to connect to all addresses`)
  print(lines.trimEnd())
}

function ask(host: string, port: number, line: string): Promise<string> {
  const socket = connect(port, host === 'localhost' ? '127.0.0.1' : host)
  return new Promise((resolve) => {
    let text = ''
    socket.setTimeout(3000, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('data', (data: Buffer) => (text += data.toString()))
    socket.on('close', () => resolve(text))
    socket.write(`${line}\n`)
  })
}
