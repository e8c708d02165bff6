import type { InputDeclaration, Runbook } from '../../../model.ts'
import { handedOn } from '../names.ts'

/** What an input is, or which block hands a value on. */
export function nameMeaning(name: string, runbook: Runbook): string {
  const input = runbook.frontmatter.inputs[name]
  if (input !== undefined) return inputMeaning(name, input)
  const value = handedOn(runbook).find((one) => one.name === name)
  if (value !== undefined) return `**${name}** · handed on by a block of “${value.section}”`
  return `**${name}** · an input whose declaration has a mistake`
}

function inputMeaning(name: string, input: InputDeclaration): string {
  const facts = [
    `**${name}** · ${input.type}`,
    ...(input.choices === undefined ? [] : [`one of ${input.choices.map(code).join(', ')}`]),
    ...(input.pattern === undefined ? [] : [`matches ${code(input.pattern)}`]),
    defaultOf(input),
  ]
  return [facts.join(' · '), ...(input.description === undefined ? [] : [input.description])].join('\n\n')
}

function defaultOf(input: InputDeclaration): string {
  if (input.default !== undefined) return `default ${code(input.default)}`
  return input.required === false ? 'may be left empty' : 'no default: a run asks for it'
}

const code = (text: string): string => `\`${text}\``
