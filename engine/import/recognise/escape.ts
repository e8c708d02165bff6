/** A plain text as Markdown: it reads as it stands, whatever marks it holds. */
export function asMarkdown(text: string): string {
  const plain = text.trim().replaceAll(/[\\*[\]<`|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
  return plain.replace(/^(\s*)([#>+-]|=+\s*$)/, '$1\\$2').replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
}

/** Comment lines as Markdown: those that begin with a dash are a list. */
export function commentMarkdown(lines: readonly string[]): string {
  return lines
    .map((line) => {
      const item = /^\s*[-*]\s+(.*)$/.exec(line)?.[1]
      return item === undefined ? asMarkdown(line) : `- ${asMarkdown(item)}`
    })
    .join('\n')
    .replaceAll(/^(?!- )(.+)\n(?=- )/gm, '$1\n\n')
}

/** A text as one line of bold print; nothing in it ends the bold. */
export function asAnswer(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replace(/^[\s*_:–—-]+|[\s*_:–—-]+$/g, '')
  return line.replaceAll(/[\\*_[\]<`|~]/g, '\\$&') || 'yes'
}

/** Markdown as a reader sees it, on one line. */
export function asPlain(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(\*\*|__)(.+?)\1/g, '$2')
    .replaceAll(/(?<![\w*])([*_])([^*_\n]+?)\1(?![\w*])/g, '$2')
    .replaceAll('`', '')
    .replaceAll(/<[^>\n]+>/g, ' ')
    .replaceAll(/\\([\\`*_{}[\]()#+.!<>|~-])/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The beginning of a text, as a title: at most this many characters, cut between words. */
export function shortTitle(text: string, most = 72): string {
  const line = asPlain(text).replace(/[\s:;,.…]+$/, '')
  if (line.length <= most) return line
  const cut = line.slice(0, most)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2)).replace(/[\s:;,.(–—-]+$/, '')} …`
}
