import { judge } from '../../judge.ts'
import type { Block } from '../../model.ts'
import type { Outcome } from '../../outcome.ts'
import type { Running } from '../commands.ts'
import type { Observer } from '../notices.ts'
import type { RunView } from '../performer.ts'
import { judgedBytes, shownValues } from './verdict.ts'

/** How often a stream's expectation is looked at while output comes, in milliseconds. */
const glance = 200

/**
 * Shows a command's output as it comes. A `follow` block is stopped as soon as its expectation holds.
 * @returns what to call when the command has ended
 */
export function watch(running: Running, block: Block, view: RunView, observe: Observer): () => void {
  const follow =
    block.role === 'follow' && block.expectation !== undefined ? stopWhenMet(running, block, view) : undefined
  running.onOutput((stream, bytes) => {
    observe({ kind: 'output', stream, bytes })
    if (stream === 'stdout') follow?.take(bytes)
  })
  return () => follow?.end()
}

interface Following {
  take(bytes: Uint8Array): void
  end(): void
}

function stopWhenMet(running: Running, block: Block, view: RunView): Following {
  const kept: Uint8Array[] = []
  let size = 0
  let fresh = false
  const look = setInterval(() => {
    if (!fresh) return
    fresh = false
    if (isMet(Buffer.concat(kept).toString('utf8'), size > judgedBytes, block, view)) running.stop()
  }, glance)
  return {
    take(bytes) {
      fresh = true
      if (size < judgedBytes) kept.push(Uint8Array.from(bytes))
      size += bytes.length
    },
    end: () => clearInterval(look),
  }
}

function isMet(stdout: string, cut: boolean, block: Block, view: RunView): boolean {
  return judge({ outcome: unended, stdout, cut }, block.expectation, shownValues(view.bindings)).held
}

const nothing = { file: '', bytes: 0, sha256: '', head: '', tail: '' }

/** Stands for a command that has not ended: no condition on its exit holds. */
const unended: Outcome = {
  ended: 'stopped',
  startedAt: '',
  endedAt: '',
  stdout: nothing,
  stderr: nothing,
  values: {},
}
