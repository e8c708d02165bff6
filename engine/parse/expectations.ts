import type { Condition, Expectation, Must } from '../model.ts'
import type { Findings } from './findings.ts'
import type { Fence } from './fence.ts'
import { parseCondition } from './conditions.ts'
import { readOptions } from './options.ts'

/** Whether a fence is an expectation: `expect`, `json expect`, `text expect`. */
export function isExpectation(fence: Fence): boolean {
  return fence.info[0]?.text === 'expect' || fence.info[1]?.text === 'expect'
}

/** Reads an expectation; nothing when it says nothing that can be judged. */
export function readExpectation(fence: Fence, findings: Findings): Expectation | undefined {
  const bare = fence.info[0]?.text === 'expect'
  const { options } = readOptions('expect', fence.info.slice(bare ? 1 : 2), findings)
  const must = bare ? conditions(fence, findings) : sample(fence, findings)
  if (must === undefined) return undefined
  return {
    span: fence.span,
    must,
    ...(options.within === undefined ? {} : { within: options.within }),
    ...(options.every === undefined ? {} : { every: options.every }),
  }
}

function conditions(fence: Fence, findings: Findings): Must | undefined {
  const found: Condition[] = []
  const before = findings.list.length
  fence.text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    const parsed = parseCondition(line, fence.lineOffsets[index] ?? fence.span.start)
    if (parsed.condition === undefined) {
      const { span, message, ...repair } = parsed.problem
      findings.add('bad-expectation', span, message, repair)
    } else if (parsed.condition.kind === 'otherwise') {
      findings.add('bad-expectation', parsed.condition.span, '`otherwise` is for branches', {
        help: 'delete this line',
      })
    } else found.push(parsed.condition)
  })
  if (found.length === 0 && findings.list.length === before) reportEmpty(fence, findings)
  return found.length === 0 ? undefined : { kind: 'conditions', conditions: found }
}

function reportEmpty(fence: Fence, findings: Findings): void {
  findings.add('bad-expectation', fence.opening, 'this expectation says nothing', {
    help: 'write a condition such as `exit 0` on a line of its own, or delete the fence',
  })
}

function sample(fence: Fence, findings: Findings): Must | undefined {
  const language = fence.info[0]
  if (language?.text === 'text') {
    if (fence.text.trim() !== '') return { kind: 'text', lines: fence.text.split('\n') }
    reportEmpty(fence, findings)
    return undefined
  }
  if (language?.text === 'json') return json(fence, findings)
  findings.add(
    'unknown-language',
    language?.span ?? fence.opening,
    `\`${language?.text ?? ''}\` cannot be expected`,
    {
      help: 'write `expect`, `json expect` or `text expect`',
    },
  )
  return undefined
}

function json(fence: Fence, findings: Findings): Must | undefined {
  try {
    return { kind: 'json', sample: JSON.parse(fence.text) as unknown, text: fence.text }
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/,? ?(?:\.\.\.)?".*$|in JSON.*$/s, '').trim() : ''
    const start = fence.lineOffsets[0] ?? fence.span.start
    const end = (fence.lineOffsets.at(-1) ?? start) + (fence.text.split('\n').at(-1)?.length ?? 0)
    findings.add('bad-expectation', { start, end }, `the sample is not JSON: ${reason.toLowerCase()}`, {
      help: 'write it as the command prints it; leave out what may differ',
    })
    return undefined
  }
}
