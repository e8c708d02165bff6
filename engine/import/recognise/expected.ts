import type { Paragraph } from '../../parse/tree.ts'
import { blocksOf } from '../draft.ts'
import type { Context } from './context.ts'
import type { Found } from './found.ts'
import { expectationOf } from './remarks.ts'

/** `**Expected**: …` below a block says what it must show; the sentence stays. */
export function expectBelow(node: Paragraph, last: Found | undefined, { page, notes }: Context): void {
  const block = last?.kind === 'part' ? blocksOf(last.part).at(-1) : undefined
  const [first = ''] = page.slice(node).split('\n')
  if (block?.role === undefined || block.role === 'follow' || block.expect !== undefined) return
  if (!/^(?:\*\*|__|\*|_)?expected\b/i.test(first)) return
  const expect = expectationOf([first.replaceAll(/\*\*|__/g, '')])
  if (expect !== undefined) block.expect = expect
  notes.add(
    'expectation-guessed',
    page.lineAt(node.span.start),
    expect === undefined
      ? 'what this should show is not measured: the operator judges it'
      : `the sentence below the block became \`${expect.text.replaceAll('`', '')}\``,
    expect === undefined
      ? 'write it as an `expect` fence below the block'
      : 'see that it holds when all is well',
    first.slice(0, 40),
  )
}
