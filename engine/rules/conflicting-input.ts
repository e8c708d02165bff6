import type { Diagnostic } from '../diagnostic.ts'
import type { InputDeclaration } from '../model.ts'
import type { Card } from '../model/card.ts'
import type { Span } from '../source.ts'
import { reachFrom } from '../model/reach.ts'
import type { LibraryRule } from './rule.ts'

/**
 * Cards that one run may come to, by a call or a handover, declare an input of one name in different ways. A run asks
 * for a name once, as the first of its runbooks declares it, and the others get that value. Only what both declare is
 * compared: the type, the choices of a `choice`, and the default where both have one.
 */
export const conflictingInput: LibraryRule = (runbooks) => {
  const contested = contestedNames(runbooks)
  if (contested.size === 0) return []
  const byPath = new Map(runbooks.map((runbook) => [runbook.path, runbook]))
  const told = new Set<string>()
  return runbooks.flatMap((start) => {
    const first = new Map<string, Card>()
    return reachFrom(start, byPath).flatMap((runbook) =>
      Object.keys(runbook.frontmatter.inputs).flatMap((name): Diagnostic[] => {
        const rival = first.get(name)
        if (rival === undefined) first.set(name, runbook)
        if (rival === undefined || !contested.has(name)) return []
        const difference = differenceOf(inputOf(runbook, name), inputOf(rival, name))
        const pair = [runbook.path, rival.path].sort().join('\n')
        if (difference === undefined || told.has(`${name}\n${pair}`)) return []
        told.add(`${name}\n${pair}`)
        return [finding(name, difference, runbook, rival)]
      }),
    )
  })
}

const inputOf = (runbook: Card, name: string): InputDeclaration =>
  runbook.frontmatter.inputs[name] ?? { type: 'string' }

/** Names that are declared in different ways anywhere: where there is none, no run has to be followed. */
function contestedNames(runbooks: readonly Card[]): Set<string> {
  const first = new Map<string, InputDeclaration[]>()
  for (const { frontmatter } of runbooks)
    for (const [name, declaration] of Object.entries(frontmatter.inputs)) {
      const known = first.get(name) ?? []
      if (!known.some((one) => isSame(one, declaration))) first.set(name, [...known, declaration])
    }
  return new Set([...first].flatMap(([name, ways]) => (ways.length > 1 ? [name] : [])))
}

const isSame = (one: InputDeclaration, other: InputDeclaration): boolean =>
  one.default === other.default && differenceOf(one, other) === undefined

interface Difference {
  readonly key: 'type' | 'choices' | 'default'
  readonly here: string
  readonly there: string
}

function differenceOf(here: InputDeclaration, there: InputDeclaration): Difference | undefined {
  const choices = [here, there].map((one) => (one.choices ?? []).toSorted().join(', '))
  const [mine = '', theirs = ''] = choices
  if (here.type !== there.type) return { key: 'type', here: here.type, there: there.type }
  if (mine !== theirs) return { key: 'choices', here: mine, there: theirs }
  if (here.default === undefined || there.default === undefined || here.default === there.default)
    return undefined
  return { key: 'default', here: here.default, there: there.default }
}

function finding(name: string, { key, here, there }: Difference, runbook: Card, rival: Card): Diagnostic {
  const what = { type: 'the type', choices: 'the choices', default: 'the default' }[key]
  return {
    code: 'conflicting-input',
    severity: 'warning',
    path: runbook.path,
    message: `\`${name}\` has ${what} \`${here}\` here and \`${there}\` in \`${rival.path}\`, and one run may use both`,
    span: placeOf(runbook, name, key),
    label: 'a run that has both asks once, as the other runbook says',
    related: [{ path: rival.path, span: placeOf(rival, name, key), label: 'this one counts' }],
    help: 'declare it alike in both, or give one of the two another name',
  }
}

function placeOf({ frontmatterPlaces, titleSpan }: Card, name: string, key: Difference['key']): Span {
  const exact = frontmatterPlaces.get(`inputs.${name}.${key}`)?.value
  return exact ?? frontmatterPlaces.get(`inputs.${name}`)?.key ?? titleSpan
}
