/** Why a file cannot be imported at all, and what to do about it. */
export interface Refused {
  readonly message: string
  readonly help: string
}

const convert = (from: string): string =>
  `convert it first: \`pandoc -f ${from} -t gfm FILE -o FILE.md\`, then import the Markdown`

/** Refuses what is no Markdown: other markup languages by their names or their marks, and files that are no text. */
export function refusal(path: string, text: string): Refused | undefined {
  if (text.includes('\0')) return { message: `\`${path}\` is no text file`, help: 'name Markdown files' }
  const unreadable = [...text.slice(0, 4096).matchAll(/\uFFFD/g)].length
  if (unreadable > 8 && unreadable * 20 > Math.min(text.length, 4096))
    return { message: `the bytes of \`${path}\` are not UTF-8`, help: 'save the file as UTF-8' }
  if (/\.(?:rst|rest)$/i.test(path) || looksLikeRest(text))
    return { message: `\`${path}\` is reStructuredText, not Markdown`, help: convert('rst') }
  if (/\.(?:adoc|asciidoc|asc)$/i.test(path) || looksLikeAsciiDoc(text))
    return {
      message: `\`${path}\` is AsciiDoc, not Markdown`,
      help: 'convert it first: `asciidoctor -b docbook FILE -o - | pandoc -f docbook -t gfm -o FILE.md`, then import the Markdown',
    }
  return undefined
}

function looksLikeRest(text: string): boolean {
  const directives = [...text.matchAll(/^\.\. [\w-]+::/gm)].length
  const fences = /^ {0,3}(?:`{3,}|~{3,})/m.test(text)
  const titles = [...text.matchAll(/^(?:={3,}|~{3,}|\^{3,})\n\S.*\n(?:={3,}|~{3,}|\^{3,})$/gm)].length
  return !fences && directives + titles >= 2 && !/^#{1,6} /m.test(text)
}

function looksLikeAsciiDoc(text: string): boolean {
  const headings = [...text.matchAll(/^={1,5} \S/gm)].length
  const blocks = [
    ...text.matchAll(/^(?:\[source[,%\]]|----$|:\w[\w-]*: |\[(?:NOTE|WARNING|TIP)\]|include::)/gm),
  ].length
  return headings >= 1 && headings + blocks >= 3 && !/^#{1,6} /m.test(text)
}
