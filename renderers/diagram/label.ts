/** Breaks a label into lines of about `most` letters at its blanks; a word that is longer stands alone. */
export function wrapLabel(text: string, most: number): string[] {
  const lines: string[] = []
  for (const word of plain(text).split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.length > 4 ? [...lines.slice(0, 3), `${lines[3]} …`] : lines
}

/** One line, without what cannot be seen. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
}

/**
 * Inches that a line takes in a sans-serif face of 11 points: Graphviz as a program for the web has no fonts to measure
 * with. Wide letters count for two, narrow ones for a half, as in Helvetica's metrics.
 */
export function widthOf(line: string): number {
  let units = 0
  for (const sign of line) units += unitsOf(sign)
  return (units * 11) / 72
}

function unitsOf(sign: string): number {
  if (/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]|\p{Extended_Pictographic}/u.test(sign))
    return 1.05
  if (/[iIjlt.,:;'|!()[\]/ f]/.test(sign)) return 0.32
  if (/[mwMW@%…→]/.test(sign)) return 0.9
  if (/[A-Z]/.test(sign)) return 0.7
  return 0.56
}
