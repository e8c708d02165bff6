import { join } from 'node:path'
import type { Surroundings } from './job.ts'
import type { Pipe } from './pipes.ts'
import type { Order } from './protocol.ts'
import { SessionReader } from './session.ts'
import { Sink } from './sink.ts'

/** The two output streams of a command, and what its shell says at the end. */
export interface Streams {
  readonly out: { readonly pipe: Pipe; readonly sink: Sink }
  readonly err: { readonly pipe: Pipe; readonly sink: Sink }
  readonly session: { readonly pipe: Pipe; readonly reader: SessionReader } | undefined
  readonly held: boolean
  listen(): void
  drained(): Promise<unknown>
  abandon(keepAlive: boolean): void
}

/** Opens the files, the pipes and the way out of the session of one command. */
export function openStreams(order: Order, { output, pipes, redaction }: Surroundings): Streams {
  const open = (ending: string) => ({
    sink: new Sink(join(output, order.stem + ending), redaction.stream(), order.outputLimit),
    pipe: pipes.open(),
  })
  const [out, err] = [open('.out'), open('.err')]
  const session = order.session === 'none' ? undefined : { pipe: pipes.open(), reader: new SessionReader() }
  return {
    out,
    err,
    session,
    get held() {
      return out.pipe.held || err.pipe.held
    },
    listen() {
      for (const { pipe, sink } of [out, err]) pipe.listen((bytes) => sink.take(bytes))
      session?.pipe.listen((bytes) => session.reader.take(bytes))
    },
    drained: () =>
      Promise.all([
        out.pipe.drained,
        err.pipe.drained,
        session && Promise.race([session.pipe.drained, session.reader.complete]),
      ]),
    abandon(keepAlive) {
      for (const { pipe } of [out, err]) pipe.abandon(keepAlive)
      session?.pipe.abandon(false)
    },
  }
}
