import { blockPart, textPart } from '../draft.ts'
import { configFile, configFormat, setsKeys } from '../classify/config.ts'
import type { SourceFence } from '../read/page.ts'
import type { Context } from './context.ts'
import { type Found, foundPart } from './found.ts'
import { samplePart } from './sample.ts'

/**
 * A piece of configuration becomes a change of its file. When nothing names the file, the operator does, with the input
 * `CONFIG_FILE`. Units of systemd repeat their keys, so they are shown and not merged.
 */
export function configParts(text: string, lead: string, fence: SourceFence, context: Context): Found[] {
  const tagged = /^ya?ml$/i.test(fence.tag) ? 'yaml' : 'json'
  const language = configFormat(text) ?? (setsKeys(fence.tag, text) ? tagged : undefined)
  const file = configFile(text, lead)
  if (language === undefined || /^\[(?:Unit|Service|Install|Timer|Socket)\]/m.test(text)) {
    context.notes.add(
      'sample-kept',
      fence.line,
      'this is the text of a configuration file: it is shown, and never run',
      'give it the role `edit` or `write` and the file it belongs to',
      text.split('\n')[0]?.trim(),
    )
    return [foundPart(samplePart(text, language === undefined ? fence.info : 'ini', fence.line))]
  }
  context.acted.before = true
  context.notes.add(
    'config-edit',
    fence.line,
    file === undefined
      ? 'these keys are set in the file that the input `CONFIG_FILE` names'
      : `these keys are set in \`${file}\``,
    'see that file and format are right; the change is shown before it is made, and a backup is kept',
    text.split('\n')[0]?.trim(),
  )
  const options = [`file=${file?.replace(/^~\//, '$HOME/') ?? '$CONFIG_FILE'}`]
  return [
    foundPart(
      blockPart({ language, role: 'edit', options, script: text, info: fence.info, line: fence.line }),
    ),
  ]
}

/** The text of a file that the words above it tell to create. */
export function createdParts(file: string, fence: SourceFence, context: Context): Found[] {
  context.acted.before = true
  context.notes.add(
    'config-edit',
    fence.line,
    `this text is written to the file \`${file}\``,
    'see that the file is meant to hold this and nothing else; the change is shown before it is made',
    fence.text.split('\n')[0]?.trim(),
  )
  const options = [`file=${file.replace(/^~\//, '$HOME/')}`]
  const language = /^[a-z]\w*$/i.test(fence.tag) ? fence.tag.toLowerCase() : 'text'
  return [
    foundPart(
      blockPart({ language, role: 'write', options, script: fence.text, info: fence.info, line: fence.line }),
    ),
  ]
}

/** A sentence that stands for itself. */
export const sentence = (text: string, line: number): Found => foundPart(textPart(text, line))
