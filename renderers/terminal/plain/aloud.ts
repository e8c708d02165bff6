// oxlint-disable-next-line no-control-regex
const gutter = /^(\s*(?:\x1b\[[\d;]*m)*)[│┃]((?:\x1b\[[\d;]*m)*) ?/
/** What only draws the frame of a message: an empty margin, or the line below what is meant. */
// oxlint-disable-next-line no-control-regex
const drawing = /^ *\|? *(?:\x1b\[[\d;]*m)*\^*(?:\x1b\[[\d;]*m)* *$/

/** What stands before every line that is not ours, where lines are read aloud. */
export const spokenGutter = '  : '

/**
 * Lines as they read well aloud: no rules, boxes and marks that words repeat. What stands in the gutter stays as it is, to
 * the letter.
 */
export function aloud(lines: readonly string[]): string[] {
  return lines.filter((line) => line === '' || !drawing.test(line)).map(spoken)
}

function spoken(line: string): string {
  if (gutter.test(line)) return line.replace(gutter, '$1:$2 ')
  return line
    .replaceAll(/ ─+ /g, ', ')
    .replaceAll(/─+ ?/g, '')
    .replaceAll(' · ', ', ')
    .replace(/^(\s*)[✓✗…] /, '$1')
    .trimEnd()
}
