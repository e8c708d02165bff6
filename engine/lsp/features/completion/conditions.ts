import type { Page } from '../page.ts'
import { nameProposals } from './names.ts'
import { behind, type Proposal } from './proposal.ts'

/** A word of a condition, what it becomes, and what it means. */
type Word = readonly [label: string, text: string, detail: string]

const subjects: readonly Word[] = [
  ['exit 0', 'exit 0', 'the command succeeded'],
  ['exit not 0', 'exit not 0', 'the command failed'],
  ['output contains', 'output contains ""', 'a text stands in the output'],
  ['output matches', 'output matches //', 'a pattern fits the output'],
  ['output is', 'output is ""', 'the output is this text'],
  ['output is empty', 'output is empty', 'nothing was printed'],
  ['value', 'value ', 'the first number that was printed'],
  ['json', 'json .', 'a part of the output, which is JSON'],
  ['not', 'not ', 'the contrary of what follows'],
]

const comparisons: readonly Word[] = [
  ['<', '< ', 'less than'],
  ['<=', '<= ', 'at most'],
  ['>', '> ', 'more than'],
  ['>=', '>= ', 'at least'],
  ['is', 'is ', 'exactly'],
]

const texts: readonly Word[] = [
  ['contains', 'contains ""', 'a text stands in it'],
  ['matches', 'matches //', 'a pattern fits it'],
]

/** What may follow each beginning of a condition. */
const continuations: readonly (readonly [RegExp, readonly Word[]])[] = [
  [
    /^exit\s+(\S*)$/,
    [
      ['0', '0', 'success'],
      ['not 0', 'not 0', 'failure'],
    ],
  ],
  [
    /^output\s+(\S*)$/,
    [...texts, ['is', 'is ""', 'it is this text'], ['is empty', 'is empty', 'nothing was printed']],
  ],
  [/^value\s+(\S*)$/, comparisons],
  [
    /^json\s+\.\S*\s+(\S*)$/,
    [['exists', 'exists', 'it is there'], ['contains', 'contains ""', 'a text stands in it'], ...comparisons],
  ],
  [/^\$\w+\s+(\S*)$/, [...texts, ['is empty', 'is empty', 'it has no value'], ...comparisons]],
]

/**
 * What may stand at the end of a condition.
 * @param typed the text of the condition up to the cursor
 * @param more words that may stand for a whole condition here, such as `otherwise`
 */
export function conditionProposals(
  page: Page,
  typed: string,
  offset: number,
  more: readonly Word[] = [],
): Proposal[] {
  const single =
    typed
      .split(/\band\s+/)
      .at(-1)
      ?.replace(/^(?:not\s+)+/, '') ?? ''
  const choices = choicesOf(page, single, offset)
  if (choices.length > 0) return choices
  for (const [shape, words] of continuations) {
    const begun = shape.exec(single)?.[1]
    if (begun !== undefined) return words.map((word) => proposal(word, begun.length, offset))
  }
  if (single.includes('$')) return nameProposals(page, single, '', offset)
  const isFirst = single === typed
  return [...subjects, ...(isFirst ? more : [])]
    .filter(([label]) => label.startsWith(single))
    .map((word) => proposal(word, single.length, offset))
    .concat(single === '' ? inputSubjects(page, offset) : [])
}

function proposal([label, text, detail]: Word, length: number, offset: number): Proposal {
  return { label, kind: 'word', text, detail, span: behind(offset, length) }
}

/** `$INSTALL is …`: the choices that the input has. */
function choicesOf({ runbook }: Page, single: string, offset: number): Proposal[] {
  const [, name = '', begun = ''] = /^\$(\w+)\s+is\s+(\S*)$/.exec(single) ?? []
  const input = runbook.frontmatter.inputs[name]
  const values = input?.choices ?? (input?.type === 'boolean' ? ['true', 'false'] : [])
  return values.map((label) => ({ label, kind: 'value', span: behind(offset, begun.length) }))
}

function inputSubjects({ runbook }: Page, offset: number): Proposal[] {
  return Object.entries(runbook.frontmatter.inputs).map(([name, input]) => ({
    label: `$${name}`,
    kind: 'name',
    text: `$${name} is `,
    detail: input.type,
    span: behind(offset, 0),
  }))
}
