import type { Block } from '../../model.ts'
import type { Span } from '../../source.ts'
import { isProgram, isShell, spanInSource } from '../blocks.ts'
import type { Reading } from '../reading.ts'
import { handedOnBy } from './handed-on.ts'
import type { NameUse, Names } from './names.ts'
import { shellNames } from './shell-names.ts'
import { textNames, textSets } from './text-names.ts'

/** What a block does with names; a file that is written is text, and nothing is put into it. */
export function namesOf(block: Block, reading: Reading): Names {
  if (!isProgram(block)) return { used: [], set: new Set(), handedOn: new Set(), open: false }
  const output = handedOnBy(block.script)
  if (isShell(block)) {
    const { used, set, exported, open } = shellNames(reading.shell(block.script).tree, reading.walk)
    return { used, set, handedOn: new Set([...exported, ...output.names]), open: open || output.dynamic }
  }
  const set = new Set(textSets(block.script, block.language))
  const open = output.dynamic || (block.language === 'sql' && /\\gset\b/.test(block.script))
  return { used: textNames(block.script, block.language), set, handedOn: new Set(output.names), open }
}

/** Names that the options of a block read (`file=$CONFIG`), with their places in the source. */
export function optionNames(block: Block): NameUse[] {
  const { file, cwd, as, on } = block.options
  return Object.entries({ file, cwd, as, on }).flatMap(([option, value]) =>
    [...(value ?? '').matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)].map((match) => ({
      name: match[1] ?? '',
      span: block.optionSpans.get(option) ?? block.languageSpan,
    })),
  )
}

/** A use in a script, placed in the source. */
export function placed(block: Block, use: NameUse): { name: string; span: Span } {
  return { name: use.name, span: spanInSource(block, use.span.start, use.span.end) }
}
