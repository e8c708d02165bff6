import type { Block, Label, Language, Role } from '../model.ts'
import type { Span } from '../source.ts'
import { correction, nearest } from '../suggest.ts'
import type { Fence } from './fence.ts'
import type { Findings } from './findings.ts'
import { optionNames, readOptions } from './options.ts'
import { editable, otherNames, roles, roleWords, running, underLabel, written } from './roles.ts'
import type { Word } from './words.ts'

/** A block before it has its place among the others of its section. */
export type BlockDraft = Omit<Block, 'index' | 'gate' | 'expectation'>

/** The label that a block stands under. */
export interface LabelPlace {
  readonly label: Label
  readonly span: Span
}

/** What a fence is: a block, a sample, or something that was meant to run and cannot be read. */
export type ReadFence =
  | { readonly kind: 'block'; readonly block: BlockDraft }
  | { readonly kind: 'sample' }
  | { readonly kind: 'broken' }

/** Reads a fence that is no expectation. */
export function readBlock(fence: Fence, label: LabelPlace | undefined, findings: Findings): ReadFence {
  const [language, role, ...rest] = fence.info
  if (language === undefined) return { kind: 'sample' }
  if (isRole(language.text)) return missingLanguage(language, findings)
  if (role === undefined) return { kind: 'sample' }
  if (!isRole(role.text)) return notARole(language, role, findings)
  const known = languageFor(language, role.text, findings)
  if (known === undefined) return { kind: 'broken' }
  checkLabel(role, role.text, label, findings)
  const { options, spans } = readOptions(role.text, rest, findings)
  checkFile(role, role.text, options.file, spans, findings)
  const block: BlockDraft = {
    role: role.text,
    language: known,
    languageText: language.text,
    script: fence.text,
    span: fence.span,
    lineOffsets: fence.lineOffsets,
    languageSpan: language.span,
    roleSpan: role.span,
    options,
    optionSpans: spans,
    ...(label === undefined ? {} : { label }),
  }
  return { kind: 'block', block }
}

function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word)
}

function missingLanguage(word: Word, findings: Findings): ReadFence {
  findings.add('unknown-language', word.span, `\`${word.text}\` is a role, not a language`, {
    help: `write the language first: \`bash ${word.text}\``,
  })
  return { kind: 'broken' }
}

/** A second word that is no role: an option without one, a slip of the pen, or another tool's own note. */
function notARole(language: Word, word: Word, findings: Findings): ReadFence {
  const runs = (running as readonly string[]).includes(language.text)
  const [key = ''] = word.text.split('=')
  if (runs && (optionNames('verify').includes(key) || key === 'file')) {
    findings.add('unknown-role', word.span, `a role is missing before \`${word.text}\``, {
      help: `write \`${language.text} read ${word.text}\`, or another role`,
    })
    return { kind: 'broken' }
  }
  const plain = /^[A-Za-z][A-Za-z-]*$/.test(word.text)
  if (!plain || (!runs && nearest(word.text, roleWords).length === 0)) return { kind: 'sample' }
  findings.add('unknown-role', word.span, `\`${word.text}\` is not a role`, {
    help: `roles are ${roleWords.map((role) => `\`${role}\``).join(', ')}`,
    ...correction(word.text, roleWords, word.span),
  })
  return { kind: 'broken' }
}

function languageFor(word: Word, role: Role, findings: Findings): Language | undefined {
  const known = role === 'edit' ? editable : role === 'message' ? written : running
  if (role === 'write') return formatOf(word.text)
  const language = known.find((name) => name === word.text)
  if (language !== undefined) return language
  const other = otherNames[word.text.toLowerCase()]
  const meant =
    other !== undefined && known.includes(other)
      ? { help: `write \`${other}\``, fix: [{ span: word.span, text: other }] }
      : correction(word.text, known, word.span)
  const what =
    role === 'edit' || role === 'message'
      ? `is not a format that \`${role}\` knows`
      : 'is not a language that runs'
  findings.add('unknown-language', word.span, `\`${word.text}\` ${what}`, {
    help: `${known === running ? 'languages' : 'formats'} are ${known.map((name) => `\`${name}\``).join(', ')}`,
    ...meant,
  })
  return undefined
}

function formatOf(word: string): Language {
  return [...running, ...editable].find((name) => name === word) ?? 'text'
}

function checkLabel(word: Word, role: Role, label: LabelPlace | undefined, findings: Findings): void {
  if (label === undefined || underLabel[label.label].includes(role)) return
  findings.add(
    'label-against-role',
    word.span,
    `a block with the role \`${role}\` stands under **${label.label}**`,
    {
      related: [{ path: findings.path, span: label.span, label: 'the label' }],
      help: labelHelp[role],
    },
  )
}

const labelHelp: Readonly<Record<Role, string>> = {
  action: 'put **Action** above the block, or change its role',
  write: 'put **Action** above the block, or change its role',
  edit: 'put **Action** above the block, or change its role',
  follow: 'put **Action** above the block, or change its role',
  read: 'put **Action** above the block, or change its role',
  verify: 'put **Verification** above the block, or change its role',
  rollback: 'put **Rollback** above the block, or change its role',
  message: 'put **Message** above the block, or change its role',
  ask: 'move the block into a section of its own, with the branches that it decides',
}

function checkFile(
  word: Word,
  role: Role,
  file: string | undefined,
  spans: ReadonlyMap<string, Span>,
  findings: Findings,
): void {
  if ((role !== 'write' && role !== 'edit') || file !== undefined || spans.has('file')) return
  findings.add('bad-option', word.span, `\`${role}\` does not say which file`, {
    help: `write \`${role} file=PATH\``,
  })
}
