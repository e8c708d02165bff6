import type { Diagnostic } from '../diagnostic.ts'
import type { RunMachine } from '../machine/types.ts'
import type { Section } from '../model.ts'
import type { Drill } from '../parse/drill.ts'
import { didYouMean } from '../suggest.ts'
import { sectionsNamed } from './expected.ts'

/** What a drill says of runbooks that do not say so: sections, branches, texts and inputs that are not there. Pure. */
export function checkDrill(drill: Drill, machine: RunMachine): Diagnostic[] {
  const { operator, expect, decisive } = drill
  const named: [path: string, name: string][] = [
    ...expect.path.map((name, index): [string, string] => [`expect.path.${index}`, name]),
    ...(expect.fails === undefined ? [] : [['expect.fails', expect.fails] as [string, string]]),
    ...(decisive === undefined ? [] : [['decisive', decisive] as [string, string]]),
    ...(['choose', 'confirm', 'refuse'] as const).flatMap((kind) =>
      Object.keys(operator[kind]).map((name): [string, string] => [`operator.${kind}.${name}`, name]),
    ),
  ]
  return [
    ...named.flatMap(([path, name]) => unknownSection(path, name, drill, machine)),
    ...Object.entries(operator.choose).flatMap(([name, answers]) =>
      [answers].flat().flatMap((answer) => wrongAnswer('choose', name, answer, branchesOf, drill, machine)),
    ),
    ...Object.entries(operator.confirm).flatMap(([name, answer]) =>
      wrongAnswer('confirm', name, answer, typedOf, drill, machine),
    ),
  ]
}

function unknownSection(path: string, name: string, drill: Drill, machine: RunMachine): Diagnostic[] {
  if (sectionsNamed(name, machine).length > 0) return []
  const ids = [...machine.runbooks.values()].flatMap(({ sections }) => sections.map(({ id }) => id))
  const place = drill.places.get(path)
  const isKey = path.startsWith('operator.')
  const span = (isKey ? place?.key : place?.value) ?? { start: 0, end: 0 }
  const message = `no section that this run can come to is called \`${name}\``
  const help = didYouMean(name, ids) ?? '`runbook show` lists the sections of a runbook'
  return [{ code: 'unknown-target', severity: 'error', message, path: drill.path, span, help }]
}

function wrongAnswer(
  kind: 'choose' | 'confirm',
  name: string,
  answer: string,
  textsOf: (section: Section) => string[],
  drill: Drill,
  machine: RunMachine,
): Diagnostic[] {
  const sections = sectionsNamed(name, machine)
  const texts = sections.flatMap(({ section }) => textsOf(section))
  const fits = texts.some((text) => text.toLowerCase() === answer.toLowerCase())
  if (sections.length === 0 || fits) return []
  const span = drill.places.get(`operator.${kind}.${name}`)?.value ?? { start: 0, end: 0 }
  const message = `\`${answer}\` answers nothing in section \`${name}\``
  const help =
    texts.length === 0
      ? `delete it: the section ${kind === 'choose' ? 'is no decision' : 'asks for no text'}`
      : `it takes ${texts.map((text) => `\`${text}\``).join(' or ')}`
  return [{ code: 'bad-value', severity: 'error', message, path: drill.path, span, help }]
}

function branchesOf(section: Section): string[] {
  return section.kind === 'decision' ? section.branches.map(({ answer }) => answer) : []
}

function typedOf({ gates, id }: Section): string[] {
  return gates.filter(({ asks }) => asks === 'name').map(({ typed }) => typed ?? id)
}
