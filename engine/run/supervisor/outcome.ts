import type { Outcome } from '../../outcome.ts'
import type { Surroundings } from './job.ts'
import { seesProcesses } from './proc.ts'
import type { Order } from './protocol.ts'
import { sessionChange } from './session.ts'
import { emptySummary } from './sink.ts'
import type { Streams } from './streams.ts'
import { takeValues, type Handed } from './values.ts'

/** EX_DATAERR of sysexits(3): the block itself exited 0, but what it handed on cannot be used. */
const dataFault = 65

const unseen = 'this system does not show its processes: what left the group of the command may still run'

/** How the processes of a command ended. */
export interface Exit {
  readonly ended: 'timed-out' | 'stopped' | undefined
  readonly code: number | null
  readonly signal: string | null
  readonly survivors: readonly number[]
  readonly startedAt: string
  /** Whether somebody still held its output when it was over. */
  readonly held: boolean
}

/** The outcome of a command that never ran. */
export function unstarted(order: Order, startedAt: string, detail: string): Outcome {
  return {
    ended: 'unstarted',
    detail,
    startedAt,
    endedAt: new Date().toISOString(),
    stdout: emptySummary(`${order.stem}.out`),
    stderr: emptySummary(`${order.stem}.err`),
    values: {},
  }
}

/** Makes the outcome of a command that ran, with what it handed on. */
export function outcomeOf(
  order: Order,
  exit: Exit,
  streams: Streams,
  values: string,
  around: Surroundings,
): Outcome {
  const succeeded = exit.ended === undefined && exit.code === 0
  const handed = takeValues(values, around.redaction, around.secrets)
  const session = succeeded ? sessionOf(order, streams, around) : { notices: [] }
  const notices = [...lossNotices(exit, streams), ...session.notices, ...noticesOf(handed)]
  return {
    ...endingOf(order, exit, handed),
    startedAt: exit.startedAt,
    endedAt: new Date().toISOString(),
    stdout: streams.out.sink.end(),
    stderr: streams.err.sink.end(),
    values: 'values' in handed ? handed.values : {},
    ...(exit.survivors.length === 0 ? {} : { survivors: exit.survivors }),
    ...(session.change === undefined ? {} : { session: session.change }),
    ...(notices.length === 0 ? {} : { notices }),
  }
}

function endingOf(
  order: Order,
  exit: Exit,
  handed: Handed,
): Pick<Outcome, 'ended' | 'code' | 'signal' | 'detail'> {
  const how = {
    ...(exit.code === null ? {} : { code: exit.code }),
    ...(exit.signal === null ? {} : { signal: exit.signal }),
  }
  if (exit.ended === 'timed-out') {
    return { ended: 'timed-out', ...how, detail: `it was ended after ${order.timeout / 1000} s` }
  }
  if (exit.ended === 'stopped') return { ended: 'stopped', ...how }
  if (exit.code === null) return { ended: 'signalled', ...how }
  if (exit.code === 0 && 'fault' in handed) {
    const detail = `it exited 0, but what it handed on in \`$RUNBOOK_OUTPUT\` cannot be used: ${handed.fault}`
    return { ended: 'exited', code: dataFault, detail }
  }
  return { ended: 'exited', ...how }
}

function sessionOf(
  order: Order,
  { session }: Streams,
  { redaction }: Surroundings,
): ReturnType<typeof sessionChange> {
  const bytes = session?.reader.bytes
  if (bytes === undefined || order.session === 'none') return { notices: [] }
  return sessionChange({ bytes, form: order.session }, order.environment, new Set(order.inputs), redaction)
}

function noticesOf(handed: Handed): readonly string[] {
  return 'notices' in handed ? handed.notices : []
}

function lossNotices({ held, survivors, ended }: Exit, { out, err }: Streams): string[] {
  const lost = [out.sink, err.sink].flatMap(({ dropped, failure }) => {
    if (failure !== undefined) return [`${dropped} bytes of output were not kept: ${failure}`]
    return dropped > 0 ? [`${dropped} bytes of output over the limit were not kept`] : []
  })
  if (ended !== undefined) return seesProcesses ? lost : [...lost, unseen]
  if (!held) return lost
  const who = survivors.length === 0 ? 'something' : `process ${survivors.join(', ')}`
  return [...lost, `${who} of this block goes on running; what it prints from now on is not kept`]
}
