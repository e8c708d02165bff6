import type { Block } from '../model.ts'
import type { Span } from '../source.ts'
import type { Contents } from './contents.ts'
import type { Findings } from './findings.ts'
import type { Kind } from './kinds.ts'

/** Most checks that may run at the same time. */
const most = 32

/** Where **Side by side** stands in a section. */
export function sideBySide({ marks }: Contents): Span | undefined {
  return marks.find(({ mark }) => mark === 'Side by side')?.span
}

/**
 * Finds what cannot run at the same time: blocks that do more than look, a label that stands below a block, and options
 * that start a block again while the others wait.
 */
export function checkSideBySide(kind: Kind | undefined, contents: Contents, findings: Findings): void {
  const label = sideBySide(contents)
  if (label === undefined) return
  const reads = contents.blocks.filter(({ role }) => role === 'read')
  if (kind !== 'step' && kind !== 'decision')
    return misplaced(label, 'no blocks stand in this section', findings)
  if (reads.length < 2)
    return misplaced(label, 'fewer than two `read` blocks stand in this section', findings)
  const first = reads[0]?.span.start ?? 0
  if (label.start > first) return misplaced(label, 'a block stands above this label', findings)
  for (const block of contents.blocks) checkBlock(block, kind, label, findings)
  for (const { roleSpan } of reads.slice(most))
    findings.add('bad-side-by-side', roleSpan, `more than ${most} blocks would run at the same time`, {
      help: 'move some into a section of their own',
    })
}

function misplaced(label: Span, message: string, findings: Findings): void {
  findings.add('bad-side-by-side', label, `${message}, so nothing runs side by side`, {
    help: 'put the label above two or more `read` blocks, or delete it',
  })
}

function checkBlock(block: Block, kind: Kind, label: Span, findings: Findings): void {
  const related = [{ path: findings.path, span: label, label: 'what stands here runs at the same time' }]
  if (block.role !== 'read' && !(kind === 'decision' && block.role === 'ask')) {
    findings.add(
      'bad-side-by-side',
      block.roleSpan,
      `a block with the role \`${block.role}\` cannot run side by side`,
      {
        related,
        help: 'move it into a section of its own, or make it a `read`',
      },
    )
  }
  if (block.role !== 'read') return
  const retries = block.optionSpans.get('retries')
  const again = retries ?? (block.expectation?.within === undefined ? undefined : block.expectation.span)
  if (again === undefined) return
  findings.add('bad-side-by-side', again, 'a block that runs side by side is started once', {
    related,
    help: `delete \`${retries === undefined ? 'within' : 'retries'}\`, or move the block into a section of its own`,
  })
}
