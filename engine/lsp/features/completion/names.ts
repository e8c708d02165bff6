import { runNames } from '../../../message.ts'
import type { InputDeclaration } from '../../../model.ts'
import { handedOn } from '../names.ts'
import type { Page } from '../page.ts'
import { engineNames } from '../words.ts'
import { behind, type Proposal } from './proposal.ts'

/** What stands before a name in each language; the beginning of the name is the first group. */
const openings: Readonly<Record<string, RegExp>> = {
  python: /(?:environ(?:\[|\.get\()|getenv\()["'](\w*)$/,
  node: /process\.env(?:\.|\[["'])(\w*)$/,
  sql: /(?<![:\w]):["']?(\w*)$/,
}
const dollar = /\$\{?(\w*)$/

/** Inputs, and what blocks hand on, when a name begins at the end of the line. */
export function nameProposals(page: Page, line: string, language: string, offset: number): Proposal[] {
  const typed = (openings[language] ?? dollar).exec(line)?.[1]
  if (typed === undefined) return []
  const span = behind(offset, typed.length)
  const inputs = Object.entries(page.runbook.frontmatter.inputs).map(([name, input]) => ({
    ...inputProposal(name, input),
    span,
  }))
  const values = handedOn(page.runbook)
    .filter(({ name }) => !inputs.some((input) => input.label === name))
    .map(({ name, section }): Proposal => ({
      label: name,
      kind: 'name',
      detail: `handed on by ${section}`,
      span,
    }))
  const engine = Object.entries(setFor(language)).map(([label, documentation]): Proposal => ({
    label,
    kind: 'name',
    documentation,
    span,
  }))
  return [...inputs, ...values, ...engine]
}

function inputProposal(name: string, input: InputDeclaration): Omit<Proposal, 'span'> {
  return {
    label: name,
    kind: 'name',
    detail: input.default === undefined ? input.type : `${input.type}, default ${input.default}`,
    ...(input.description === undefined ? {} : { documentation: input.description }),
  }
}

/** Names that the engine sets: for blocks, and for the text of a message. */
function setFor(language: string): Readonly<Record<string, string>> {
  if (language === 'text' || language === 'markdown') return runNames
  return language === '' ? {} : engineNames
}
