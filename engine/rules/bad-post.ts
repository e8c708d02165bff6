import type { Diagnostic } from '../diagnostic.ts'
import type { Block, Runbook } from '../model.ts'
import { didYouMean } from '../suggest.ts'
import { blocksOf } from './blocks.ts'
import type { Rule } from './rule.ts'

/** A message is posted to the address in an input: a `url`, or a `secret` when whoever knows the address may post. */
export const badPost: Rule = (runbook) =>
  blocksOf(runbook).flatMap(({ block }) => {
    const name = block.options.post
    const found = name === undefined ? undefined : problemOf(name, runbook)
    return found === undefined ? [] : [finding(found, block, runbook)]
  })

function problemOf(name: string, { frontmatter }: Runbook): { message: string; help: string } | undefined {
  const input = frontmatter.inputs[name]
  if (input === undefined) {
    return {
      message: `\`${name}\` is no input of this runbook`,
      help:
        didYouMean(name, Object.keys(frontmatter.inputs)) ??
        `declare it in the frontmatter: \`inputs: { ${name}: { type: secret } }\``,
    }
  }
  if (input.type === 'url' || input.type === 'secret') return undefined
  return {
    message: `\`${name}\` is of type \`${input.type}\`, and a message is posted to an address`,
    help: 'make it a `url`, or a `secret` when whoever knows the address may post',
  }
}

function finding(
  { message, help }: { message: string; help: string },
  block: Block,
  runbook: Runbook,
): Diagnostic {
  const span = block.optionSpans.get('post') ?? block.roleSpan
  return { code: 'bad-post', severity: 'error', path: runbook.path, message, span, help }
}
