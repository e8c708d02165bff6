import { posts } from '../../machine/index.ts'
import type { RunMachine } from '../../machine/types.ts'
import type { Section } from '../../model.ts'
import type { FlagAnswers } from '../../run/operators/flags.ts'
import { didYouMean } from '../../suggest.ts'
import { UserError } from '../exit.ts'
import { parsePairs, type Given } from '../inputs.ts'
import type { RunFlags } from './flags.ts'

/**
 * The answers that were given ahead of time, each checked against the sections of the run: an answer that can never
 * be used is a mistake that must not wait until the gate.
 * @throws {UserError} for a section that is not there, a text that no gate asks for, a branch that no decision has
 */
export function answersOf(flags: RunFlags, machine: RunMachine): FlagAnswers {
  const sections = [...machine.runbooks.values()].flatMap((runbook) => runbook.sections)
  return {
    yes: flags.yes === true,
    confirm: checked(
      parsePairs(flags.confirm ?? [], '--confirm'),
      sections,
      typedTexts,
      'asks for no text to be typed',
    ),
    choose: checked(parsePairs(flags.choose ?? [], '--choose'), sections, answerTexts, 'is not a decision'),
    post: named(flags.post, sections, (section) => section.blocks.some(posts), 'posts no message'),
    done: named(flags.done, sections, ({ kind }) => kind === 'manual', 'is no manual step'),
    tick: named(flags.tick, sections, ({ kind }) => kind === 'checklist', 'is no checklist'),
  }
}

/** The flags that answer ahead of time, as the record keeps them. */
export function optionWords(flags: RunFlags): string[] {
  return [
    ...(flags.yes === true ? ['--yes'] : []),
    ...(flags.nonInteractive === true ? ['--non-interactive'] : []),
    ...(flags.step === true ? ['--step'] : []),
    ...(flags.confirm ?? []).map((word) => `--confirm ${word}`),
    ...(flags.choose ?? []).map((word) => `--choose ${word}`),
    ...(flags.post ?? []).map((word) => `--post ${word}`),
    ...(flags.done ?? []).map((word) => `--done ${word}`),
    ...(flags.tick ?? []).map((word) => `--tick ${word}`),
  ]
}

/** The ids of sections that a flag names, each of the kind that it is about. */
function named(
  given: readonly string[] | undefined,
  sections: readonly Section[],
  fits: (section: Section) => boolean,
  none: string,
): ReadonlySet<string> {
  const ids = (given ?? []).map((name) => {
    const id = name.replace(/^#/, '')
    const found = sections.filter((section) => section.id === id)
    if (found.length === 0) throw unknownSection(name, sections)
    if (!found.some(fits)) throw new UserError(`section \`${name}\` ${none}`)
    return id
  })
  return new Set(ids)
}

function checked(
  given: Given,
  sections: readonly Section[],
  textsOf: (section: Section) => readonly string[],
  none: string,
): ReadonlyMap<string, string> {
  const answers = Object.entries(given).map(([name, text]): [string, string] => {
    const found = sections.filter(({ id }) => id === name.replace(/^#/, ''))
    if (found.length === 0) throw unknownSection(name, answerable(sections, textsOf))
    const texts = found.flatMap(textsOf)
    if (texts.length === 0) throw new UserError(`section \`${name}\` ${none}`)
    const exact =
      texts.find((one) => one === text) ??
      texts.find((one) => one.toLowerCase() === text.trim().toLowerCase())
    if (exact === undefined)
      throw new UserError(`\`${text}\` answers nothing in section \`${name}\``, {
        help: `it takes ${texts.map((one) => `\`${one}\``).join(' or ')}`,
      })
    return [name.replace(/^#/, ''), text]
  })
  return new Map(answers)
}

function typedTexts(section: Section): string[] {
  return section.gates.filter((gate) => gate.asks === 'name').map((gate) => gate.typed ?? section.id)
}

function answerTexts(section: Section): string[] {
  return section.kind === 'decision' ? section.branches.map((branch) => branch.answer) : []
}

/** The sections that such an answer fits; all of them when it fits none. */
function answerable(
  sections: readonly Section[],
  textsOf: (section: Section) => readonly string[],
): readonly Section[] {
  const fit = sections.filter((section) => textsOf(section).length > 0)
  return fit.length === 0 ? sections : fit
}

/** Sections that are named to somebody who has named none of them. */
const mostNamed = 8

function unknownSection(name: string, sections: readonly Section[]): UserError {
  const ids = sections.map(({ id }) => id)
  const left = ids.length - mostNamed
  const more = left > 0 ? ` and ${left} more (\`runbook show ID\` shows all)` : ''
  return new UserError(`no section is called \`${name}\``, {
    help: didYouMean(name, ids) ?? `sections that take it: ${ids.slice(0, mostNamed).join(', ')}${more}`,
  })
}
