import { type TextPart, textPart } from '../draft.ts'
import type { SourceFence } from '../read/page.ts'
import type { Context } from './context.ts'
import { asMarkdown, shortTitle } from './escape.ts'
import { type Choice, type Found, type FoundDecision, type FoundPart, foundPart } from './found.ts'

interface TreeNode {
  readonly text: string
  readonly line: number
  readonly depth: number
  readonly children: TreeNode[]
}

const branchMark = /^([\s│|┃]*)(?:├|└|┣|┗|\+|`)(?:─|━|-){1,3}\s*(.*)$/u

/**
 * Reads a tree that is drawn with lines and that decides something: its questions become decisions, its leaves what is
 * to be done. Nothing for a tree of files, and for what is no tree.
 */
export function readTree(fence: SourceFence, context: Context): Found[] | undefined {
  const lines = fence.text.split('\n')
  if (lines.filter((line) => branchMark.test(line)).length < 2 || /[┌┐┘┬┴╔╗]/u.test(fence.text))
    return undefined
  const roots = grow(lines, fence.line)
  const nodes = roots.flatMap(everyNode)
  if (!decides(nodes)) return undefined
  context.notes.add(
    'tree-decision',
    fence.line,
    `a drawn tree with ${nodes.length} nodes became a decision`,
    'walk every branch: the drawing may have meant another parent',
    lines.find((line) => line.trim() !== '')?.trim(),
  )
  return roots.map((root) => {
    const said = textPart(root.text.replaceAll(/[<*_[\]`]/g, '\\$&'), root.line)
    return root.children.length === 0 ? foundPart(said) : asked(root, said, context)
  })
}

function asked(root: TreeNode, said: TextPart, context: Context): FoundDecision {
  return {
    kind: 'decision',
    title: shortTitle(root.text),
    line: root.line,
    lead: [foundPart(said)],
    choices: root.children.map((child) => choiceOf(child, context)),
    ...(root.children.length < 2 ? { otherwise: 'none of these' } : {}),
  }
}

function grow(lines: readonly string[], firstLine: number): TreeNode[] {
  const roots: TreeNode[] = []
  const open: TreeNode[] = []
  lines.forEach((text, index) => {
    const match = branchMark.exec(text)
    const plain = text.replaceAll(/[│|┃▼↓\s]/gu, '')
    if (!/[\p{L}\p{N}]/u.test(match?.[2] ?? plain)) return
    const depth = match === null ? 0 : Array.from(match[1] ?? '').length + 1
    const node = { text: (match?.[2] ?? text).trim(), line: firstLine + index, depth, children: [] }
    if (match === null && open.length > 0 && /^[\s│|┃]/u.test(text)) return carryOn(open, node.text)
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop()
    const siblings = open.at(-1)?.children ?? roots
    siblings.push(node)
    open.push(node)
  })
  return roots
}

/** A line without a mark goes on with the node above it. */
function carryOn(open: TreeNode[], text: string): void {
  const last = open.at(-1)
  if (last !== undefined) Object.assign(last, { text: `${last.text} ${text.replace(/^[│|┃\s]+/u, '')}` })
}

const everyNode = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(everyNode)]

/** Questions, yes and no, arrows: a tree of files has none of them. */
function decides(nodes: readonly TreeNode[]): boolean {
  const asking = nodes.filter(({ text }) => /\?|→|->|=>|^(?:yes|no|ja|nein|oui|non)\b/i.test(text)).length
  const files = nodes.filter(({ text }) =>
    /^[\w.@-]+\/$|^[\w@-]+\.(?:\w{1,4})\b(?:\s+#.*)?$/.test(text.split(/\s{2,}/)[0] ?? ''),
  ).length
  const isAsked = nodes.length > 2 && /\?\s*$/.test(nodes[0]?.text ?? '') && files === 0
  return isAsked || (asking * 3 >= nodes.length && asking > files)
}

const arrow = /\s*(?:→|->|=>|⟶|➜)\s*/u

function choiceOf(node: TreeNode, context: Context): Choice {
  const [answer = '', ...rest] = node.text.split(arrow)
  return chain(answer, rest, node, context)
}

/** `Check RSS → Growing? → Memory leak`: each arrow is one question further. */
function chain(answer: string, rest: readonly string[], node: TreeNode, context: Context): Choice {
  const { line } = node
  const [next = '', ...more] = rest
  const [only] = node.children
  if (
    only !== undefined &&
    node.children.length === 1 &&
    only.children.length === 0 &&
    rest.length === 0 &&
    !arrow.test(only.text) &&
    !/\?\s*$/.test(answer)
  )
    return chain(answer, [only.text], { ...only, line }, context)
  if (node.children.length > 0) {
    const choices = node.children.map((child) => choiceOf(child, context))
    return {
      answer,
      line,
      leads: { kind: 'question', question: rest.join(' → ') || 'Which of these?', choices },
    }
  }
  if (more.length > 0 && /\?\s*$|^if\b/i.test(next))
    return {
      answer,
      line,
      leads: { kind: 'question', question: next, choices: [chain('yes', more, node, context), none(line)] },
    }
  const text = rest.join(' → ') || answer
  const goal = context.goalOf(text, line)
  if (goal !== undefined)
    return {
      answer,
      line,
      leads: { kind: 'goal', goal },
      ...(rest.length > 0 ? { note: asMarkdown(text) } : {}),
    }
  return { answer, line, leads: { kind: 'section', title: shortTitle(text), found: [manual(text, line)] } }
}

const none = (line: number): Choice => ({
  answer: 'no',
  line,
  leads: { kind: 'goal', goal: { kind: 'after' } },
})

/** What a person does. */
export function manual(text: string, line: number): FoundPart {
  return {
    kind: 'part',
    part: { kind: 'text', pieces: [{ text: text.replaceAll(/[<[\]]/g, '\\$&') }], line, action: true },
  }
}
