import type { Language, Role } from '../../../model.ts'
import { optionNames } from '../../../parse/options.ts'
import { editable, roles, roleWords, running, written } from '../../../parse/roles.ts'
import type { Span } from '../../../source.ts'
import type { Page } from '../page.ts'
import { languageMeaning, optionMeaning, roleMeaning } from '../words.ts'
import { nameProposals } from './names.ts'
import { behind, type Proposal } from './proposal.ts'

/** Words of an info string: a language, a role that goes with it, options that the role takes, their values. */
export function infoProposals(page: Page, info: string, offset: number): Proposal[] {
  const words = info.trimStart().split(/\s+/)
  const typed = words.at(-1) ?? ''
  const span = behind(offset, typed.length)
  if (words.length === 1) return languages().map((one) => ({ ...one, span }))
  const [language = '', second = ''] = words
  if (words.length === 2 && language !== 'expect') return rolesFor(language).map((one) => ({ ...one, span }))
  const role = language === 'expect' ? language : second
  if (!isRole(role)) return []
  const [key = '', value] = typed.split('=', 2)
  if (value !== undefined) return valuesOf(page, key, value, offset)
  return optionNames(role)
    .filter((option) => !words.slice(0, -1).some((word) => word.split('=')[0] === option))
    .map((option) => ({ ...optionProposal(option), span }))
}

const isRole = (word: string): word is Role | 'expect' => roleWords.includes(word)

function languages(): Omit<Proposal, 'span'>[] {
  const all: readonly Language[] = [...running, ...editable, ...written]
  const words = all.map((label) => ({ label, kind: 'word' as const, detail: languageMeaning[label] ?? '' }))
  return [...words, { label: 'expect', kind: 'word', detail: roleMeaning.expect }]
}

function rolesFor(language: string): Omit<Proposal, 'span'>[] {
  return roles
    .filter((role) => takes(role, language))
    .map((role): Omit<Proposal, 'span'> => ({ label: role, kind: 'word', detail: roleMeaning[role] }))
    .concat(
      language === 'json' || language === 'text'
        ? [{ label: 'expect', kind: 'word', detail: roleMeaning.expect }]
        : [],
    )
}

function takes(role: Role, language: string): boolean {
  if (role === 'write') return true
  const languages = role === 'edit' ? editable : role === 'message' ? written : running
  return languages.some((name) => name === language)
}

function optionProposal(option: string): Omit<Proposal, 'span'> {
  const text = option === 'first' ? option : `${option}=`
  return { label: option, kind: 'key', text, detail: optionMeaning[option]?.means ?? '' }
}

function valuesOf(page: Page, key: string, value: string, offset: number): Proposal[] {
  const span = behind(offset, value.length)
  if (key === 'post') return addresses(page, span)
  const examples = optionMeaning[key]?.examples ?? []
  return [
    ...examples.map((label): Proposal => ({ label, kind: 'value', span })),
    ...nameProposals(page, value, '', offset),
  ]
}

/** Inputs that can hold an address to post to. */
function addresses({ runbook }: Page, span: Span): Proposal[] {
  return Object.entries(runbook.frontmatter.inputs)
    .filter(([, { type }]) => type === 'url' || type === 'secret')
    .map(([label, { type }]) => ({ label, kind: 'name', detail: type, span }))
}
