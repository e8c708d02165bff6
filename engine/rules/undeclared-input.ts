import type { Diagnostic } from '../diagnostic.ts'
import type { Block, Condition, Operand, Runbook, Section } from '../model.ts'
import type { Span } from '../source.ts'
import { correction } from '../suggest.ts'
import { blocksOf } from './blocks.ts'
import { namesOf, optionNames, placed } from './names/block-names.ts'
import { ordinaryNames, psqlNames } from './names/environment.ts'
import { type Inherited, inheritedNames } from './names/inherited.ts'
import type { Names, NameUse } from './names/names.ts'
import type { Rule } from './rule.ts'

/**
 * A name that a block, an option or a condition reads, and that nothing before it can have set. Where the frontmatter cannot
 * be read nobody knows the inputs, and that is said already.
 */
export const undeclaredInput: Rule = (runbook, reading) => {
  if (runbook.frontmatterPlaces.size === 0) return []
  const all = new Map(blocksOf(runbook).map(({ block }) => [block, namesOf(block, reading)]))
  const read = (block: Block): Names => all.get(block) ?? namesOf(block, reading)
  const inherited = inheritedNames(runbook, read)
  const kept = keptNames(runbook, read)
  return runbook.sections.flatMap((section) =>
    missingIn(section, runbook, read, inherited.get(section)).map((use) =>
      finding(runbook, use, kept.get(use.name)),
    ),
  )
}

/** Uses without a value in one section, in its order, each name once a block. */
function missingIn(
  section: Section,
  runbook: Runbook,
  read: (block: Block) => Names,
  inherited: Inherited | undefined,
): NameUse[] {
  const known = new Set([...declaredNames(runbook), ...(inherited?.names ?? [])])
  let open = inherited?.open ?? false
  const missing: NameUse[] = []
  for (const block of section.blocks) {
    const names = read(block)
    const isKnown = ({ name }: NameUse): boolean => known.has(name) || isOrdinary(name, block)
    if (!open && !names.open) {
      const inScript = names.used.filter((use) => !isKnown(use) && !names.set.has(use.name))
      missing.push(
        ...once([
          ...optionNames(block).filter((use) => !isKnown(use)),
          ...inScript.map((use) => placed(block, use)),
        ]),
      )
    }
    open ||= names.open
    for (const name of names.handedOn) known.add(name)
  }
  return open
    ? missing
    : [
        ...missing,
        ...once(
          conditionsOf(section)
            .flatMap(bindings)
            .filter(({ name }) => !known.has(name)),
        ),
      ]
}

/** Names under `inputs`, those too whose declaration has a mistake of its own. */
function declaredNames(runbook: Runbook): string[] {
  const keys = [...runbook.frontmatterPlaces.keys()].flatMap(
    (key) => /^inputs\.([^.]+)$/.exec(key)?.[1] ?? [],
  )
  return [...Object.keys(runbook.frontmatter.inputs), ...keys]
}

const isOrdinary = (name: string, block: Block): boolean =>
  ordinaryNames.test(name) || (block.language === 'sql' && psqlNames.test(name))

function once(uses: readonly NameUse[]): NameUse[] {
  const first = new Map<string, NameUse>()
  for (const use of uses) if (!first.has(use.name)) first.set(use.name, use)
  return [...first.values()]
}

function conditionsOf(section: Section): Condition[] {
  const branches =
    section.kind === 'decision' ? section.branches.flatMap(({ condition }) => condition ?? []) : []
  const expected = section.blocks.flatMap(({ expectation }) =>
    expectation?.must.kind === 'conditions' ? expectation.must.conditions : [],
  )
  return [...branches, ...expected, ...section.gates.flatMap(({ onlyIf }) => onlyIf)]
}

function bindings(condition: Condition): NameUse[] {
  if (condition.kind === 'not') return bindings(condition.condition)
  if (condition.kind === 'and') return condition.conditions.flatMap(bindings)
  const { span } = condition
  const compared = operandOf(condition)
  return [
    ...(condition.kind === 'binding' ? [{ name: condition.name, span }] : []),
    ...(compared === undefined ? [] : [{ name: compared.name, span }]),
  ]
}

/** What a condition compares with, when that is a name and not written in it. */
function operandOf(condition: Condition): Operand | undefined {
  const holder = condition.kind === 'json' ? condition.test : condition
  const value = 'value' in holder ? holder.value : undefined
  return typeof value === 'object' && value !== null ? value : undefined
}

/** Names that some shell block sets and keeps for itself, with the role of the first one that does. */
function keptNames(runbook: Runbook, read: (block: Block) => Names): Map<string, Span> {
  const kept = new Map<string, Span>()
  for (const { block } of blocksOf(runbook)) {
    const { set, handedOn } = read(block)
    for (const name of set) if (!handedOn.has(name) && !kept.has(name)) kept.set(name, block.roleSpan)
  }
  return kept
}

function finding(runbook: Runbook, { name, span }: NameUse, setAt: Span | undefined): Diagnostic {
  const base = { code: 'undeclared-input' as const, severity: 'error' as const, path: runbook.path, span }
  const start = runbook.text.indexOf(name, span.start)
  if (setAt && setAt.start < span.start)
    return {
      ...base,
      message: `\`${name}\` is set in an earlier block, and that block keeps it for itself`,
      label: 'it has no value here',
      related: [{ path: runbook.path, span: setAt, label: `this block sets \`${name}\`` }],
      help: `write \`export ${name}\` there, or append \`${name}=…\` to \`$RUNBOOK_OUTPUT\``,
    }
  return {
    ...base,
    message: `\`${name}\` is no input of this runbook, and no block before this one hands it on`,
    label: 'nothing gives this a value',
    help: `declare it in the frontmatter: \`inputs: { ${name}: { type: string } }\``,
    ...correction(name, declaredNames(runbook), { start, end: start + name.length }),
  }
}
